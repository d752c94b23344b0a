using System.Diagnostics.CodeAnalysis;
using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>Two scans that say the same in every word.</summary>
internal sealed class SameScan : IEqualityComparer<FileScan>
{
    public bool Equals(FileScan? one, FileScan? other) => ReferenceEquals(one, other) || (one is not null && other is not null
        && one.Class == other.Class && one.Trouble == other.Trouble && one.Findings.Count == other.Findings.Count && one.Findings.Zip(other.Findings).All(pair => Equals(pair.First, pair.Second)));

    public int GetHashCode([DisallowNull] FileScan scan)
    {
        var hash = new HashCode();
        hash.Add(scan.Class);
        hash.Add(scan.Trouble);
        foreach (var finding in scan.Findings)
        {
            hash.Add(finding.Expression);
            hash.Add(finding.StartLine);
            hash.Add(finding.EndLine);
            hash.Add(finding.Score);
        }

        return hash.ToHashCode();
    }

    private static bool Equals(Finding one, Finding other) =>
        one.Ids.SequenceEqual(other.Ids) && one.Differences.SequenceEqual(other.Differences) && one with { Ids = other.Ids, Differences = other.Differences } == other;
}
