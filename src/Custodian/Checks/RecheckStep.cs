using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Checks;

/// <summary>Asks for every check of a candidate again that has not passed; where that is refused, nothing is run, as at any other door.</summary>
internal sealed class RecheckStep(Estate estate, FactStore store, CheckRequests requests) : IStep
{
    public JobKind Kind => JobKind.Recheck;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        var candidate = CandidateId.Parse(id);
        if (estate.Find(candidate.Repository) is not { } repository) return;

        var checks = await store.ReadAsync(reader => repository.GateOf(reader, candidate.Commit).Policy.Checks, stop);
        foreach (var check in checks.Where(check => check.Attested is null)) await requests.AskAsync(repository, candidate.Commit, check.Name, stop);
    }
}
