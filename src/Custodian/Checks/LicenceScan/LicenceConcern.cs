using System.Globalization;

namespace Custodian.Checks;

/// <summary>Something about one file that goes against the candidate, unless gold has it too.</summary>
internal sealed record LicenceConcern
{
    private const int LongestPath = 200;
    private const int LongestReason = 300;

    public required string Path { get; init; }

    /// <summary>Id of the file's contents.</summary>
    public required string Blob { get; init; }

    /// <summary>From 1; null where it is about the file as a whole.</summary>
    public required int? Line { get; init; }

    /// <summary>
    /// What it is: the part of the expression that is at fault (<c>GPL-2.0-only</c>), or the file's kind (<c>unknown</c>, <c>no-grant</c>,
    /// <c>none</c>, <c>binary</c>, <c>unreadable</c>). With the path or the contents it says which concern this is, from one commit to the next.
    /// </summary>
    public required string What { get; init; }

    /// <summary>True: people can settle it. False: it fails the check.</summary>
    public required bool ForReview { get; init; }

    /// <summary>True: it is about contents that git could not hand out, and so about this copy of the repository and not about the candidate.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Why, as the rest of a sentence that begins with the file.</summary>
    public required string Reason { get; init; }

    /// <summary>One line, fit to be printed: <c>src/a.c:12 GPL-2.0-only is denied</c>.</summary>
    public override string ToString() =>
        PlainText.Line(Path, LongestPath) + (Line is { } line ? ":" + line.ToString(CultureInfo.InvariantCulture) : "") + " " + PlainText.Line(Reason, LongestReason);
}
