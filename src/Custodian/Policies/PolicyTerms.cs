using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>What a policy says of its own change.</summary>
internal sealed record PolicyTerms
{
    /// <summary>A person of no custodian, whose vote is needed to end the membership of one that does not answer; null: nobody's can.</summary>
    public Person? Chair { get; init; }

    /// <summary>Where the policy lives; null: in no watched repository.</summary>
    public PolicyPlace? Home { get; init; }

    /// <summary>How long a lost key is published before the others replace it; null: as long as is usual.</summary>
    public TimeSpan? LostKeyDelay { get; init; }
}

/// <summary>A file on the gold of a watched repository.</summary>
/// <param name="Repository">Its name in the policy.</param>
/// <param name="Path">From the top of its tree: <c>custodian.yaml</c>.</param>
internal sealed record PolicyPlace(string Repository, string Path);
