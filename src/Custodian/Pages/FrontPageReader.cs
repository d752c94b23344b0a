using Custodian.Git;
using Custodian.Intake;
using Custodian.Policies;
using Custodian.SignOffs;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Pages;

/// <summary>Reads what the first page says; shared, since explaining a candidate asks git and the page is open to all.</summary>
internal sealed partial class FrontPageReader : IDisposable
{
    private const int MostCandidates = 10;
    private const int MostReleases = 5;
    private const int MostExceptions = 20;

    private readonly Estate estate;
    private readonly FactStore store;
    private readonly RepositoryViews views;
    private readonly RemoteHealth health;
    private readonly PushTroubles pushes;
    private readonly CandidateReader sections;
    private readonly PolicyProposals proposals;
    private readonly PolicyHome home;
    private readonly PolicyTakeover takeover;
    private readonly TimeProvider clock;
    private readonly ILogger<FrontPageReader> logger;
    private readonly Wording wording;
    private readonly SharedReading<FrontPageModel> shared;

    public FrontPageReader(Estate estate, FactStore store, RepositoryViews views, RemoteHealth health, PushTroubles pushes, CandidateReader sections, PolicyProposals proposals, PolicyHome home, PolicyTakeover takeover, TimeProvider clock, ILogger<FrontPageReader> logger)
    {
        (this.estate, this.store, this.views, this.health, this.pushes, this.sections) = (estate, store, views, health, pushes, sections);
        (this.proposals, this.home, this.takeover, this.clock, this.logger) = (proposals, home, takeover, clock, logger);
        wording = new(estate.Configuration);
        shared = new(clock, LookAsync);
    }

    public Task<FrontPageModel> ReadAsync(CancellationToken stop) => shared.ReadAsync(stop);

    public void Dispose() => shared.Dispose();

    private async Task<FrontPageModel> LookAsync(CancellationToken stop)
    {
        var repositories = new List<RepositorySection>();
        foreach (var repository in estate.Repositories) repositories.Add(await TrySectionAsync(repository, stop));

        var (policy, size) = await store.ReadAsync(reader => (PolicyView.Of(reader, proposals, gold => home.ReadGold(estate, gold), takeover.Trouble, clock.GetUtcNow()), reader.Size()), stop);
        return new()
        {
            AsOf = clock.GetUtcNow(),
            PolicyNumber = policy.Number,
            AdoptedPolicy = policy.Digest,
            RunningPolicy = policy.Running,
            TakeoverTrouble = policy.Trouble,
            HomeDiffers = policy.HomeDiffers,
            ProposedPolicies = [.. policy.Proposals.Select(Proposed)],
            LedgerSize = size,
            Broken = store.Broken,
            Repositories = repositories,
        };
    }

    // One damaged mirror must not hide the other repositories.
    private async Task<RepositorySection> TrySectionAsync(WatchedRepository repository, CancellationToken stop)
    {
        try
        {
            return await SectionAsync(repository, stop);
        }
        catch (Exception broken) when (broken is not OperationCanceledException and not StoreException)
        {
            LogUnreadable(broken, repository.Name);
            return new() { Name = repository.Name, State = "unreadable", Unreadable = broken.Message };
        }
    }

    private async Task<RepositorySection> SectionAsync(WatchedRepository repository, CancellationToken stop)
    {
        var view = await views.OfAsync(repository, stop);
        var remote = health.Of(repository.Name);
        var candidates = new List<CandidateSection>();
        foreach (var commit in view.Candidates.Take(MostCandidates))
        {
            if (await sections.ReadAsync(repository, commit, stop) is { } candidate) candidates.Add(candidate);
        }

        return await store.ReadAsync(reader =>
        {
            var state = reader.StateOf(repository.Name);
            var frozen = state.FrozenSeq is { } seq ? reader.Find<Frozen>(seq)?.Body : null;
            var motions = new OpenMotions(reader, repository, clock.GetUtcNow());
            var (proposed, lift) = (motions.Adoption(state), frozen is null ? null : motions.Lift(frozen, state.FrozenSeq!.Value));
            return new RepositorySection
            {
                Name = repository.Name,
                State = RepositoryViews.StateOf(state),
                Gold = state.Gold,
                GoldSince = state.Gold is { } gold ? Latest(reader.About(repository.Name, gold, typeof(Adopted), typeof(Promoted)))?.Body.At : null,
                RemoteGold = view.RemoteGold,
                MovingTo = state.IntentSeq is { } intent ? reader.Find<PromotionIntended>(intent)?.Body.Commit : null,
                FrozenWhy = frozen?.Why,
                FrozenSince = frozen?.At,
                Deferrals = [.. Deferrals.Open(reader, repository, clock.GetUtcNow()).OrderBy(one => one.Until).Select(one => new DeferralLine(one.Check.Name, one.Commit, one.Until))],
                Exceptions = [.. ExceptionView.In(reader, repository, clock.GetUtcNow()).Where(one => one.State is "proposed" or "granted").Reverse().Take(MostExceptions).Select(Exception)],
                LiftAwaited = Names(lift?.Awaited ?? []),
                LiftRejected = lift?.Rejected ?? [],
                Proposed = proposed?.Commit,
                AdoptionAwaited = Names(proposed?.Awaited ?? []),
                AdoptionRejected = proposed?.Rejected ?? [],
                Source = view.Source,
                GoldRef = view.GoldRef,
                ReachedAt = remote.ReachedAt,
                Failure = remote.Failure,
                PushFailure = pushes.Of(repository.Name),
                Failures = remote.Failures,
                TriedAgainAt = remote.TriedAgainAt is { } again && again > clock.GetUtcNow() ? again : null,
                Candidates = candidates,
                MoreCandidates = view.Candidates.Count > MostCandidates,
                ProposedReleases = [.. motions.Releases().Reverse().Take(MostReleases).Select(open => new ProposedRelease(open.Tag, open.Commit!.Value, open.At, Names(open.Awaited), open.Rejected, open.Obstacle))],
                // A version that was refused may have been proposed anew since: what became of it last counts.
                Releases = [.. reader.In(repository.Name, typeof(Released), typeof(ReleaseRefused)).Reverse().Select(Release).DistinctBy(line => line.Tag).Take(MostReleases)],
            };
        }, stop);
    }

    private ProposedPolicy Proposed(ProposalView open) => new(
        open.Number, open.Digest, open.Person, open.At,
        [.. open.Weakens.Select(text => new PolicyLine(true, text)), .. open.Changes.Select(text => new PolicyLine(false, text))],
        Names(open.AwaitedUnderOld), Names(open.AwaitedUnderNew), open.Rejected)
    {
        Unfilled = open.Unfilled,
        Repository = open.Repository,
        Commit = open.Commit,
        Waits = open.Waits,
        Without = open.Without is { StoppedBy.Count: 0 } without ? wording.Custodian(without.Custodian) : null,
        NoticeUntil = open.Without?.NotBefore,
        AwaitedWithout = Names(open.Without?.Awaited ?? []),
    };

    private ExceptionLine Exception(ExceptionView one) =>
        new(one.Kind, one.Check, one.Commit, one.Finding, one.Until, one.State == "granted", one.Reason, one.ClinicalRisk, Names(one.Awaited), one.Rejected) { Digest = one.Digest };

    private IReadOnlyList<string> Names(IReadOnlyList<string> custodians) => [.. custodians.Select(wording.Custodian)];

    private static T? Latest<T>(IReadOnlyList<T> facts) where T : class => facts is [.., var last] ? last : null;

    private static ReleaseLine Release(StoredFact fact) => fact.Body switch
    {
        Released released => new($"certified/{released.Version}", released.Commit!.Value, released.At, Refused: false),
        ReleaseRefused refused => new($"certified/{refused.Version}", refused.Commit!.Value, refused.At, Refused: true),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Repository} cannot be shown on the page")]
    private partial void LogUnreadable(Exception broken, string repository);
}
