using System.Security.Cryptography;
using System.Text.Json;
using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>What a check run says of lines of code. Too much for a fact: it is kept beside it as evidence.</summary>
/// <param name="Kept">In an order of its own, which never changes.</param>
/// <param name="Of">How many things there are that could be said; the rest have no line, or are too many.</param>
internal sealed record CheckRemarks(IReadOnlyList<CheckRemark> Kept, int Of)
{
    /// <summary>Nobody reads more, and a forge takes fifty at a time.</summary>
    public const int Most = 500;

    public static CheckRemarks None { get; } = new([], 0);

    /// <summary>Those of a run; none where it has none, or where they are not there any more, or not what they were.</summary>
    public static CheckRemarks In(FactReader reader, CheckRun run)
    {
        if (run.Remarks is not { } digest || reader.Evidence(digest) is not { } bytes || Convert.ToHexStringLower(SHA256.HashData(bytes)) != digest) return None;

        return JsonSerializer.Deserialize<CheckRemarks>(bytes, FactJson.Options) ?? None;
    }

    /// <returns>SHA-256 under which they are found again; null: there are none.</returns>
    public string? Keep(Transaction transaction) => Kept.Count == 0 ? null : transaction.KeepEvidence(JsonSerializer.SerializeToUtf8Bytes(this, FactJson.Options));
}
