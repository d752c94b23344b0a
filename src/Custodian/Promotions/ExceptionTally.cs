using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Promotions;

/// <summary>Counts the votes on waivers and deviations that are not granted yet: every custodian's grant one.</summary>
internal static class ExceptionTally
{
    /// <summary>Appends what the votes say.</summary>
    /// <returns>The facts appended.</returns>
    public static IReadOnlyList<ExceptionGranted> Settle(Transaction transaction, WatchedRepository repository)
    {
        if (!transaction.IsAdopted(repository.Policy.Digest)) return [];

        var settled = new List<ExceptionGranted>();
        foreach (var standing in ExceptionStanding.In(transaction, repository.Name).Where(one => one.Granted is null && one.IsOpen(transaction.Now)))
        {
            if (Motion.AwaitedFrom(repository.Policy.Custodians, standing.Votes(transaction, repository.Policy.Rules), transaction.Now).Count > 0) continue;

            var proposed = standing.Proposal.Body;
            var definition = proposed.What == SubjectKind.Waiver ? Definition(repository, proposed.Check) : null;
            // Nobody asks for that check any more: there is nothing to waive.
            if (proposed.What == SubjectKind.Waiver && definition is null) continue;

            var granted = new ExceptionGranted
            {
                At = transaction.Now,
                Repository = repository.Name,
                Commit = proposed.Commit,
                What = proposed.What,
                Check = proposed.Check,
                Finding = proposed.Finding,
                Definition = definition,
                Until = proposed.Until,
                Digest = proposed.Digest,
                Policy = repository.Policy.Digest,
            };
            transaction.Append(granted);
            settled.Add(granted);
        }

        return settled;
    }

    // One for all gates: they say when a check is asked for, and not what it is.
    private static string? Definition(WatchedRepository repository, string check) =>
        repository.Policies.SelectMany(policy => policy.Checks).FirstOrDefault(one => one.Name == check)?.Definition;
}
