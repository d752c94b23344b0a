using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>What a policy says of its own change.</summary>
internal sealed record PolicyTerms
{
    /// <summary>A person of no custodian, whose vote is needed to end the membership of one that does not answer; null: nobody's can.</summary>
    public Person? Chair { get; init; }

    /// <summary>How long a lost key is published before the others replace it; null: as long as is usual.</summary>
    public TimeSpan? LostKeyDelay { get; init; }
}
