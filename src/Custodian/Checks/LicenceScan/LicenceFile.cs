using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>One file of a commit and what was found in it.</summary>
/// <param name="Path">From the root of the repository, with forward slashes.</param>
/// <param name="Blob">Id of its contents in git; of what is no blob (a submodule), the id that stands in its place.</param>
/// <param name="Scan">What was found; unreadable where there was nothing to look at.</param>
internal sealed record LicenceFile(string Path, string Blob, FileScan Scan)
{
    /// <summary>True: git could not hand its contents out, so that another run may find what this one cannot.</summary>
    public bool IsMissing { get; init; }

    /// <summary>What another scanner found there, which takes nothing away from ours; null: nothing.</summary>
    public FileScan? Others { get; init; }

    /// <summary>Everything that was found, ours first.</summary>
    public IEnumerable<Finding> Findings => Others is null ? Scan.Findings : Scan.Findings.Concat(Others.Findings);
}
