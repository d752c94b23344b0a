using Custodian.Policies;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Promotions;

/// <summary>Freezes a repository whose urgent promotion was followed by no passed check within the time that the policy gives.</summary>
internal static class DeferralTally
{
    /// <returns>The freeze; null: nothing is overdue, or the repository is frozen already.</returns>
    public static Frozen? Freeze(Transaction transaction, WatchedRepository repository)
    {
        var state = transaction.StateOf(repository.Name);
        if (state.Gold is not { } gold || state.FrozenSeq is not null) return null;
        if (Deferrals.Open(transaction, repository, transaction.Now).FirstOrDefault(one => one.Until <= transaction.Now) is not { } overdue) return null;

        var asked = repository.Policies.Any(policy => policy.Checks.Any(check => check.Name == overdue.Check.Name));
        var frozen = Store.Facts.Freeze.ForDeferral(repository.Name, gold, overdue.Commit, overdue.Check.Name, asked, overdue.Until, transaction.Now);
        transaction.Append(frozen);
        return frozen;
    }
}
