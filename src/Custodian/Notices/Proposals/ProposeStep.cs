using Custodian.Forges;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;

namespace Custodian.Notices.Proposals;

/// <summary>Asks people on the forge for what may become gold: a pull request for each candidate that is asked for, and none for what is over. Nothing waits for it.</summary>
internal sealed partial class ProposeStep(Estate estate, ProposalReader reader, ProposalWriter writer, IForge forge, TimeProvider clock, ILogger<ProposeStep> logger) : IStep
{
    private readonly Turns turns = new();

    // By candidate where the trouble is its own, and by repository where the others would meet the same.
    private readonly ForgeSetbacks setbacks = new(clock);

    public JobKind Kind => JobKind.Propose;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        if (estate.Find(id) is not { } repository || GitHubPlaces.OfGold(repository.Entry, estate.Configuration.Service.GitHub) is not { } place) return;

        await turns.RunAsync(id, async () =>
        {
            if (!setbacks.Waits(id)) await ProposeAsync(repository, place, stop);
        });
    }

    private async Task ProposeAsync(WatchedRepository repository, string place, CancellationToken stop)
    {
        ForgeRepository? known = null;
        foreach (var proposal in await reader.ReadAsync(repository, estate.Configuration.Service.PublicUrl, stop))
        {
            var what = proposal.Candidate.ToString();
            if (setbacks.Waits(what)) continue;

            try
            {
                await writer.PutAsync(repository, proposal, place, FindAsync, stop);
                setbacks.Over(what);
            }
            catch (ForgeException refused)
            {
                var ofAll = refused.Passes || known is null;
                LogRefused(what, refused.Message, refused.Who.ToString(), setbacks.Failed(ofAll ? repository.Name : what, refused));
                if (ofAll) return;
            }
        }

        setbacks.Over(repository.Name);

        async Task<ForgeRepository?> FindAsync()
        {
            known ??= await forge.FindAsync(place, stop)
                ?? throw ForgeException.Lasting($"{place} is not on GitHub, or this service may not see it: install the App there, or propose a policy that names it otherwise.", Actor.Operator);
            return known.Archived ? null : known;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Candidate} cannot be asked for on the forge: {Why} Who can act: {Who}. Tried again at {Again:O}.")]
    private partial void LogRefused(string candidate, string why, string who, DateTimeOffset again);
}
