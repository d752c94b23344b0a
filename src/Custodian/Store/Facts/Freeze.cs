using System.Security.Cryptography;
using System.Text;
using Custodian.Rules;

namespace Custodian.Store.Facts;

/// <summary>Makes the fact that a repository is frozen.</summary>
internal static class Freeze
{
    public static Frozen Of(string repository, CommitSha expected, CommitSha? found, DateTimeOffset now)
    {
        var why = found is null
            ? $"gold is gone from the remote; the ledger says it stands at {expected.Abbreviated}. "
                + "Put it back there, then every custodian has to lift the freeze."
            : $"gold was found at {found.Value.Abbreviated}, where the gate did not put it; the ledger says {expected.Abbreviated}. "
                + "Move it back, then every custodian has to lift the freeze; or every custodian adopts the commit found.";
        return new()
        {
            At = now,
            Repository = repository,
            Expected = expected,
            Found = found,
            Why = why,
            Digest = Digest($"freeze {repository} expected {expected} found {found} at {UtcTimeConverter.Write(now)}"),
        };
    }

    /// <param name="gold">Where gold stands, which is where it should be.</param>
    /// <param name="promoted">What the urgent gate let pass without the check.</param>
    /// <param name="asked">False: the policy in force names no such check, so that nothing can run it.</param>
    public static Frozen ForDeferral(string repository, CommitSha gold, CommitSha promoted, string check, bool asked, DateTimeOffset due, DateTimeOffset now) => new()
    {
        At = now,
        Repository = repository,
        Commit = promoted,
        Expected = gold,
        Found = gold,
        Deferred = check,
        Why = $"{check} was put off when {promoted.Abbreviated} was promoted urgently, and had not passed by {UtcTimeConverter.Write(due)}. "
            + (asked ? "Find out why; " : $"It cannot be run: the policy in force has no check called {check} any more, so a director has to propose one that has it, or to have it looked at by hand; ")
            + "then every custodian has to lift the freeze, and nothing puts that check off again.",
        Digest = Digest($"freeze {repository} deferred {check} of {promoted} at {UtcTimeConverter.Write(now)}"),
    };

    /// <param name="gold">Where gold stands, which is where it should be.</param>
    /// <param name="custodian">Whose director asked for it.</param>
    /// <param name="motion">SHA-256 of what the director signed.</param>
    public static Frozen Asked(string repository, CommitSha gold, string custodian, string motion, DateTimeOffset now) => new()
    {
        At = now,
        Repository = repository,
        Expected = gold,
        Found = gold,
        Why = $"a director of {custodian} asked for it. Hear from them why; then every custodian has to lift the freeze.",
        Digest = Digest($"freeze {repository} asked {motion} at {UtcTimeConverter.Write(now)}"),
    };

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
