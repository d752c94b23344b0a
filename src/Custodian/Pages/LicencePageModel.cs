using Custodian.Rules;

namespace Custodian.Pages;

/// <summary>Everything that the page of a check of licences says.</summary>
public sealed record LicencePageModel
{
    public required string Repository { get; init; }

    public required CommitSha Commit { get; init; }

    public required string Check { get; init; }

    /// <summary><c>good</c>, <c>wait</c> or <c>stop</c>.</summary>
    public required string Look { get; init; }

    /// <summary>The outcome in words.</summary>
    public required string Outcome { get; init; }

    /// <summary>One sentence: what it means for the candidate.</summary>
    public required string Sentence { get; init; }

    /// <summary>How many files are new with what, the most first; of all files, whatever part the page shows.</summary>
    public required IReadOnlyList<LicenceCount> About { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The gold that it was compared with; null: none.</summary>
    public required CommitSha? Gold { get; init; }

    public required string Engine { get; init; }

    public required string Data { get; init; }

    /// <summary>Whole sentences that have to be known to read the page rightly.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Name of the other scanner that has a part in it; null: none.</summary>
    public required string? Scanner { get; init; }

    /// <summary>False: of no file it is known what was found, so that nothing is listed.</summary>
    public required bool IsListed { get; init; }

    public required string Spdx { get; init; }

    public required string Log { get; init; }

    /// <summary>What can be done, and by whom; empty where nothing blocks.</summary>
    public required IReadOnlyList<LicenceWay> Ways { get; init; }

    public required LicenceFindings Blocking { get; init; }

    public required LicenceFindings Review { get; init; }

    public required LicenceFindings Known { get; init; }

    public required LicenceFindings Gone { get; init; }

    /// <summary>How many files are of which class.</summary>
    public required IReadOnlyList<LicenceCount> Classes { get; init; }

    /// <summary>How many files are under which expression, or of which kind.</summary>
    public required IReadOnlyList<LicenceCount> Licences { get; init; }

    /// <summary>Expressions that are not listed.</summary>
    public required int MoreLicences { get; init; }

    public required int Files { get; init; }

    public required LicenceNarrowing Narrowing { get; init; }

    public required IReadOnlyList<LicenceGroup> Groups { get; init; }
}

/// <param name="Who">Who can act.</param>
/// <param name="Act">What they do.</param>
/// <param name="Order">On the command line; null: there is none.</param>
public sealed record LicenceWay(string Who, string Act, string? Order = null);

/// <param name="Total">All that there are; of them, <paramref name="Lines"/> are shown.</param>
public sealed record LicenceFindings(int Total, IReadOnlyList<LicenceLine> Lines)
{
    public int More => Total - Lines.Count;
}

/// <param name="What">An expression, or words.</param>
/// <param name="Own">Files that are not generated.</param>
/// <param name="Generated">Generated files.</param>
/// <param name="Link">Where those alone are shown; null: nowhere.</param>
public sealed record LicenceCount(string What, int Own, int Generated, string? Link);

/// <summary>Something against one file.</summary>
/// <param name="Where">In words: <c>lines 2 to 16</c>; null: the file as a whole.</param>
/// <param name="Reason">Why, as the rest of a sentence that begins with the file.</param>
public sealed record LicenceLine(string Path, string? Where, string Reason, IReadOnlyList<LicenceEvidence> Evidence);

/// <summary>What a finding rests on.</summary>
/// <param name="Place">In words: <c>lines 2 to 16</c>, with the file in an archive.</param>
/// <param name="Licence">What is read there; empty: no licence that is known.</param>
/// <param name="Kind">In words: <c>notice</c>.</param>
/// <param name="Score">In words: <c>exact</c>, or <c>96 % of the words</c>.</param>
/// <param name="Source">Who found it, where it was not the engine with its own data; null: it was.</param>
public sealed record LicenceEvidence(string Place, string Licence, string Kind, string Score, string? Source, IReadOnlyList<LicenceDifference> Differences, int MoreDifferences);

public sealed record LicenceDifference(int Line, string Expected, string Found);

/// <summary>Which files the page shows.</summary>
/// <param name="Path">What their paths begin with; empty: anything.</param>
/// <param name="Licence">Which group; empty: all.</param>
/// <param name="All">Where all are shown.</param>
public sealed record LicenceNarrowing(string Path, string Licence, int Files, string All, IReadOnlyList<LicenceFolder> Folders, int MoreFolders)
{
    /// <summary>True where the page shows a part.</summary>
    public bool IsAsked => Path.Length > 0 || Licence.Length > 0;
}

public sealed record LicenceFolder(string Path, int Files, string Link);

/// <param name="Label">The expression, or the class in words.</param>
/// <param name="Link">Where this group alone is shown.</param>
public sealed record LicenceGroup(string Label, bool Generated, int Total, IReadOnlyList<LicenceFileLine> Files, string Link)
{
    public int More => Total - Files.Count;
}

/// <param name="Note">In words: what is said of it beside its licence; null: nothing.</param>
/// <param name="Sha256">Of an archive.</param>
public sealed record LicenceFileLine(string Path, string? Note, string? Sha256, IReadOnlyList<LicenceEvidence> Evidence);
