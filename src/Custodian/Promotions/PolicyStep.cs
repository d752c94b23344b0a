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
        if (proposals.Open(transaction, transaction.Now).FirstOrDefault(open => open.Standing.IsCarried) is not { } carried) return null;

        var without = carried.Standing.ByAll ? null : carried.Standing.Without!.Route;
        var fact = new PolicyAdopted
        {
            At = transaction.Now,
            Number = carried.Proposed.Body.Number,
            Digest = carried.Proposed.Body.Policy,
            // Nobody voted on names and addresses: they stay until the service starts with others.
            Contacts = PolicyProposals.InForce(transaction).Body.Contacts,
            Motion = carried.Proposed.Body.Digest,
            Without = without?.Custodian,
            Because = without is null ? null : Words.Of(without.Kind),
        };
        transaction.Append(fact);
        return fact;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Policy {Number} is adopted: {Digest}, by {Whom}")]
    private partial void LogAdopted(int number, string digest, string whom);
}
