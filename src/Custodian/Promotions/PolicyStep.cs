using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Promotions;

/// <summary>Counts the votes on proposed policies, and adopts the one that is carried. A notice ends by itself: the reconciler wakes this, too.</summary>
internal sealed partial class PolicyStep(PolicyProposals proposals, FactStore store, PolicyTakeover takeover, ILogger<PolicyStep> logger) : IStep
{
    public JobKind Kind => JobKind.Policy;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        var adopted = await store.WriteAsync(Adopt, stop);
        if (adopted is null) return;

        LogAdopted(adopted.Number, adopted.Digest, adopted.Because is null ? "every custodian" : $"every custodian but {adopted.Without} ({adopted.Because})");
        takeover.Look();
    }

    // With the next number every other proposal is one that follows a policy no longer in force: it happens once.
    private PolicyAdopted? Adopt(Transaction transaction)
    {
        if (GoldOnItsWay.Of(transaction, proposals.Running, transaction.Now) is not null || proposals.Carried(transaction, transaction.Now) is not { } carried) return null;

        var fact = PolicyProposals.Adoption(transaction, carried, carried.Standing.ByAll ? null : carried.Standing.Without!.Route);
        transaction.Append(fact);
        return fact;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Policy {Number} is adopted: {Digest}, by {Whom}")]
    private partial void LogAdopted(int number, string digest, string whom);
}
