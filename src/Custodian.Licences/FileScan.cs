namespace Custodian.Licences;

/// <summary>All that was found in one file.</summary>
/// <param name="Class">What can be said of it as a whole.</param>
/// <param name="Findings">In order of their lines, then of their expressions.</param>
/// <param name="Trouble">One sentence why it could not be read to its end; null where it could.</param>
public sealed record FileScan(FileClass Class, IReadOnlyList<Finding> Findings, string? Trouble = null)
{
    /// <summary>A text without a word of any licence.</summary>
    public static readonly FileScan Nothing = new(FileClass.None, []);

    /// <summary>Not a text.</summary>
    public static readonly FileScan NotText = new(FileClass.Binary, []);

    /// <summary>Every SPDX id of the findings, distinct, in ordinal order; what an archive carries is evidence, and not among them.</summary>
    public IReadOnlyList<string> Licences() => [.. Findings.Where(finding => finding.Inside is null).SelectMany(finding => finding.Ids).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What the whole file asks for: every finding's expression, distinct, joined by AND; empty where there is none.</summary>
    public string Expression()
    {
        string[] distinct = [.. Findings.Where(finding => finding.Inside is null).Select(finding => finding.Expression).Where(text => text.Length > 0).Distinct()];
        return distinct.Length == 1
            ? distinct[0]
            : string.Join(" AND ", distinct.Select(text => text.Contains(" OR ", StringComparison.Ordinal) ? $"({text})" : text));
    }
}
