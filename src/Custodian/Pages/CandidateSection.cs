using Custodian.Rules;

namespace Custodian.Pages;

/// <summary>One open candidate on the page.</summary>
public sealed record CandidateSection
{
    public required string Repository { get; init; }

    public required CommitSha Commit { get; init; }

    /// <summary>The branch on which it was last seen as a candidate, whose gate judges it.</summary>
    public required string Branch { get; init; }

    /// <summary>True where the urgent gate judges it.</summary>
    public bool Urgent { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    /// <summary><c>promote</c>, <c>hold</c>, <c>reject</c>, <c>promoted</c>, <c>superseded</c> or <c>unknown</c>.</summary>
    public required string State { get; init; }

    public required IReadOnlyList<ReasonLine> Reasons { get; init; }

    public required IReadOnlyList<CheckLine> Checks { get; init; }

    public required IReadOnlyList<SignOffLine> SignOffs { get; init; }

    /// <summary>That part of it is by addresses which are nobody's; null: none is.</summary>
    public string? Strangers { get; init; }

    /// <summary>The fewest acts that get it through, all of them needed; empty: none helps, or none is needed.</summary>
    public IReadOnlyList<string> Next { get; init; } = [];

    /// <summary>What has to be known to read this rightly.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <param name="Who">Who can act, in words.</param>
public sealed record ReasonLine(string Text, IReadOnlyList<string> Who, DateTimeOffset? Since)
{
    /// <summary>Who has to be told since it has stood so long, in words; null: nobody.</summary>
    public string? ToBeTold { get; init; }
}

/// <param name="Outcome">In words.</param>
/// <param name="Summary">What the run found; null: it has not been run.</param>
/// <param name="Log">Where its log is; null: there is none.</param>
public sealed record CheckLine(string Name, string Outcome, string? Summary, string? Log)
{
    /// <summary>Where the page is that tells all that it found; null: there is none.</summary>
    public string? Report { get; init; }

    /// <summary>How often it was run; null: once.</summary>
    public string? Runs { get; init; }

    /// <summary>What excuses it for a time; null: nothing, or there is nothing to excuse.</summary>
    public string? Excuse { get; init; }
}

/// <param name="Said">In words: the latest that this person said in this role.</param>
public sealed record SignOffLine(string Custodian, string Role, string Person, string Said, DateTimeOffset At);
