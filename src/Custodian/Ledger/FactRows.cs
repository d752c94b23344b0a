using System.Text.Json;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Ledger;

/// <summary>Whether what is recorded can be read, and whether the store's copies of it agree.</summary>
internal static class FactRows
{
    /// <summary>Reads an entry as a fact.</summary>
    /// <returns>The fact; or null and what is wrong.</returns>
    public static (FactBody? Fact, string? Wrong) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return (FactJson.Read(body), null);
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException)
        {
            return (null, $"it is not a fact of a kind that this version knows: {unreadable.Message}");
        }
    }

    /// <summary>Everything that is wrong with the rows of a store, and how many there are.</summary>
    public static (long Rows, IReadOnlyList<LedgerFinding> Findings) Check(IEnumerable<LedgerRow> rows, IProgress<long>? progress)
    {
        var findings = new List<LedgerFinding>();
        var next = 0L;
        foreach (var row in rows)
        {
            if (findings.Count >= LedgerVerifier.MostFindings) break;
            if (row.Seq != next)
                findings.Add(new(LedgerFindingCode.EntriesMissing, $"The store has no entry {next}: the next one is {row.Seq}.", next));

            findings.AddRange(Wrongs(row).Select(wrong => new LedgerFinding(LedgerFindingCode.Row, $"Entry {row.Seq}: {wrong}", row.Seq)));
            next = row.Seq + 1;
            if (next % TilePath.FullWidth == 0) progress?.Report(next);
        }

        return (next, findings);
    }

    private static IEnumerable<string> Wrongs(LedgerRow row)
    {
        if (!row.LeafHash.AsSpan().SequenceEqual(MerkleTree.LeafHash(row.Body)))
            yield return "its bytes do not have the hash that stands beside them: one of them was changed.";

        var (fact, unreadable) = Read(row.Body);
        if (fact is null)
        {
            yield return unreadable!;
            yield break;
        }

        if (row.Kind != FactReader.Kind(fact.GetType())) yield return $"the column Kind says '{row.Kind}', the entry '{FactReader.Kind(fact.GetType())}'.";
        if (row.Repository != fact.Repository) yield return $"the column Repository says '{row.Repository}', the entry '{fact.Repository}'.";
        if (row.Commit != fact.Commit?.ToString()) yield return $"the column Commit says '{row.Commit}', the entry '{fact.Commit}'.";
        if (row.At != UtcTimeConverter.Write(fact.At)) yield return $"the column At says '{row.At}', the entry '{UtcTimeConverter.Write(fact.At)}'.";
    }
}
