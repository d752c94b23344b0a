using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>What a scan says of a candidate.</summary>
internal sealed record LicenceJudgement
{
    public required CheckOutcome Outcome { get; init; }

    /// <summary>One sentence for people: <c>2 new findings: src/a.c:12 GPL-2.0-only is denied; …</c>.</summary>
    public required string Summary { get; init; }

    /// <summary>What goes against the candidate, by path and line.</summary>
    public required IReadOnlyList<LicenceConcern> New { get; init; }

    /// <summary>What gold has too, and blocks nobody.</summary>
    public required IReadOnlyList<LicenceConcern> Known { get; init; }

    /// <summary>What gold has and the candidate has no more; once gold stands at it, it would be new again.</summary>
    public required IReadOnlyList<LicenceConcern> Gone { get; init; }

    public required LicenceCounts Counts { get; init; }

    /// <summary>A line for each of the first <paramref name="most"/> that are new, and one for the rest.</summary>
    public IReadOnlyList<string> Reasons(int most) =>
        [.. New.Take(most).Select(concern => concern.ToString()), .. New.Count > most ? new[] { $"and {New.Count - most:N0} more" } : []];
}
