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
        var text = $"freeze {repository} expected {expected} found {found} at {UtcTimeConverter.Write(now)}";
        return new()
        {
            At = now,
            Repository = repository,
            Expected = expected,
            Found = found,
            Why = why,
            Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        };
    }
}
