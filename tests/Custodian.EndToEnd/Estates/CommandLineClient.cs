using Custodian.EndToEnd.Peers;
using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd.Estates;

/// <summary>The command line, as people and scripts type it.</summary>
internal static class CommandLineClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static Task<ProgramResult> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), arguments);

    public static Task<ProgramResult> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        new ProgramRunner("tests").RunAsync(
            new()
            {
                Program = Peer.Require("dotnet", "the .NET SDK"),
                Arguments = [Built.Program, .. arguments],
                Environment = environment,
                Timeout = Limit,
            },
            TestContext.Current.CancellationToken);

    /// <summary>Runs a command with a terminal of its own, whose two streams come as one.</summary>
    public static Task<ProgramResult> RunOnTerminalAsync(params string[] arguments) =>
        new ProgramRunner("tests").RunAsync(
            new()
            {
                Program = Peer.Require("script", "bsdutils"),
                Arguments = ["--quiet", "--return", "--command", string.Join(' ', [Peer.Require("dotnet", "the .NET SDK"), .. arguments.Prepend(Built.Program).Select(Quoted)]), "/dev/null"],
                Timeout = Limit,
            },
            TestContext.Current.CancellationToken);

    private static string Quoted(string argument) => $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Runs a command that must end with 0, and gives back what it printed.</summary>
    public static async Task<string> MustAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.Succeeded, $"custodian {string.Join(' ', arguments)}: exit {result.ExitCode}\n{result.Output}\n{result.Error}");
        return result.Output;
    }
}
