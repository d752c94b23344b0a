using Custodian.Rules;

namespace Custodian.Store;

/// <summary>What git says of a candidate, gathered before the transaction that decides.</summary>
/// <param name="Gold">Where the ledger said gold stood while git was asked; another answer in the transaction voids the rest.</param>
/// <param name="Contributors">Ids of the people who wrote or committed part of it.</param>
internal sealed record GitFacts(CommitSha? Gold, bool DescendsFromGold, bool OnSource, IReadOnlyList<string> Contributors);
