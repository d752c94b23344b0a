using System.Text.Json;

namespace Custodian.Rules.Tests;

/// <summary>A verdict with all its reasons as text: records compare lists by reference.</summary>
internal static class Say
{
    public static string Of(Verdict verdict) => $"{verdict.GetType().Name} {JsonSerializer.Serialize(verdict.Reasons)}";

    public static string Of(Unblock unblock) => JsonSerializer.Serialize(unblock);
}
