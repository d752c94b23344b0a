using System.CommandLine;
namespace Custodian.Commands;
internal static class DemoCommand { public static Command Make() => new("demo", "x"); }
