using System.Reflection;
using Xunit;

namespace Custodian.Rules.Tests;

/// <summary>What every reason owes its reader.</summary>
internal static class Reasons
{
    public static IReadOnlyList<string> Codes { get; } =
        [.. typeof(ReasonCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(code => (string)code.GetValue(null)!)];

    public static void AreWhole(Reason reason)
    {
        Assert.Contains(reason.Code, Codes);
        Assert.NotEqual("", reason.Subject);
        Assert.EndsWith(".", reason.Text, StringComparison.Ordinal);
        Assert.True(reason.Text.Length > 10);
        Assert.NotEmpty(reason.Who);
        Assert.All(reason.Who, actor => Assert.NotEqual("", actor.Party));
    }
}
