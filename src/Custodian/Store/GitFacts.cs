using Custodian.Rules;

namespace Custodian.Store;

/// <summary>What git says of a candidate, gathered before the transaction that decides.</summary>
/// <param name="Gold">Where the ledger said gold stood while git was asked; another answer in the transaction voids the rest.</param>
/// <param name="Authors">Ids of the people who wrote part of it.</param>
/// <param name="Committers">Ids of the people who committed part of it.</param>
internal sealed record GitFacts(CommitSha? Gold, bool DescendsFromGold, bool OnSource, IReadOnlyList<string> Authors, IReadOnlyList<string> Committers)
{
    /// <summary>What it changes against gold; null: nobody asks, or it is not known.</summary>
    public Changes? Changes { get; init; }

    /// <summary>How many of the addresses under which it was written belong to nobody in the policy. They exclude nobody, and decide nothing.</summary>
    public int Strangers { get; init; }

    /// <summary>Of a commit that git was not asked about.</summary>
    public static GitFacts Nothing(CommitSha? gold) => new(gold, DescendsFromGold: false, OnSource: false, [], []);
}
