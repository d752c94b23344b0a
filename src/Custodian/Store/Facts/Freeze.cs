using System.Security.Cryptography;
using System.Text;
using Custodian.Rules;

namespace Custodian.Store.Facts;

/// <summary>Makes the fact that a repository is frozen.</summary>
internal static class Freeze
{
    public static Frozen Of(string repository, CommitSha? expected, CommitSha? found, DateTimeOffset now)
    {
        var why = (expected, found) switch
        {
            (_, null) => $"gold is gone from the remote; the ledger says it stands at {expected?.Abbreviated}. "
                + "Put it back there, then every custodian has to lift the freeze.",
            (null, _) => $"gold was made at {found?.Abbreviated} while it was being adopted; every custodian has to decide.",
            _ => $"gold was found at {found?.Abbreviated}, where the gate did not put it; the ledger says {expected?.Abbreviated}. "
                + "Move it back, then every custodian has to lift the freeze; or every custodian adopts the commit found.",
        };
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
