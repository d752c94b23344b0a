using Custodian.Rules;

namespace Custodian.Pages;

/// <summary>Everything that the page of one commit says.</summary>
public sealed record CandidatePageModel
{
    public required string Repository { get; init; }

    public required CommitSha Commit { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    /// <summary><c>promote</c>, <c>hold</c>, <c>reject</c>, <c>promoted</c>, <c>superseded</c> or <c>unknown</c>.</summary>
    public required string State { get; init; }

    /// <summary>Where gold stands; null: the repository is not adopted yet.</summary>
    public CommitSha? Gold { get; init; }

    /// <summary>Null: it was never a candidate, and <see cref="Reasons"/> say why.</summary>
    public CandidateSection? Section { get; init; }

    public required IReadOnlyList<ReasonLine> Reasons { get; init; }

    /// <summary>Why no act helps this commit; empty: the acts do.</summary>
    public IReadOnlyList<string> Impossible { get; init; } = [];

    /// <summary>What comes without anybody's act.</summary>
    public IReadOnlyList<string> Waits { get; init; } = [];

    /// <summary>What it would bring to gold, newest first.</summary>
    public IReadOnlyList<CommitLine> Commits { get; init; } = [];

    /// <summary>True where it would bring more than these.</summary>
    public bool MoreCommits { get; init; }

    /// <summary>True where a reviewer can still say something that counts.</summary>
    public bool IsOpen => Section is not null && State is "promote" or "hold" or "reject";
}

/// <summary>One commit that a candidate brings.</summary>
/// <param name="Subject">The first line of its message.</param>
/// <param name="Author">The name that its author gave, which proves nothing.</param>
public sealed record CommitLine(CommitSha Commit, string Subject, string Author, DateTimeOffset At);
