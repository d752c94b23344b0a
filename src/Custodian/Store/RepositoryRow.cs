using Custodian.Rules;

namespace Custodian.Store;

/// <summary>Where a repository stands.</summary>
/// <param name="Gold">Where the ledger says gold stands; null: not adopted.</param>
/// <param name="FrozenSeq">The freeze in force; null: none.</param>
/// <param name="IntentSeq">The open intent; null: none.</param>
internal sealed record RepositoryRow(string Repository, CommitSha? Gold, long? FrozenSeq, long? IntentSeq);
