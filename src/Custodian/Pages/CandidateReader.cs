using Custodian.Checks;
using Custodian.Decisions;
using Custodian.Git;
using Custodian.Intake;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Pages;

/// <summary>Reads what the pages say of one commit.</summary>
internal sealed class CandidateReader(Estate estate, FactStore store, WhyNot why, TimeProvider clock)
{
    private const int MostCommits = 50;

    private readonly Wording wording = new(estate.Configuration);

    /// <returns>Null where the commit was never a candidate.</returns>
    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public async Task<CandidateSection?> ReadAsync(WatchedRepository repository, CommitSha commit, CancellationToken stop) =>
        await SectionAsync(repository, commit, await why.ExplainAsync(repository, commit, stop), stop);

    /// <summary>Of any commit, seen or not.</summary>
    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public async Task<CandidatePageModel> ReadPageAsync(WatchedRepository repository, CommitSha commit, CancellationToken stop)
    {
        var explained = await why.ExplainAsync(repository, commit, stop);
        var gold = await store.ReadAsync(reader => reader.StateOf(repository.Name).Gold, stop);
        // Of what gold contains nothing is new, and where there is no gold everything would be.
        var asks = gold is not null && explained.State is "promote" or "hold" or "reject" && repository.Mirror.Exists && repository.Mirror.Has(commit);
        var (commits, more) = asks ? repository.Mirror.CommitsSince(commit, gold!.Value, MostCommits) : ([], false);
        return new()
        {
            Repository = repository.Name,
            Commit = commit,
            AsOf = clock.GetUtcNow(),
            State = explained.State,
            Gold = gold,
            Section = await SectionAsync(repository, commit, explained, stop),
            Reasons = Reasons(explained),
            Impossible = explained.Impossible,
            Waits = explained.Waits,
            Commits = [.. commits.Select(one => new CommitLine(one.Commit, one.Subject, one.Author, one.At))],
            MoreCommits = more,
        };
    }

    private async Task<CandidateSection?> SectionAsync(WatchedRepository repository, CommitSha commit, WhyDocument explained, CancellationToken stop)
    {
        var view = await store.ReadAsync(reader => CandidateView.Of(reader, new(repository.Name, commit)), stop);
        return view is null ? null : new()
        {
            Repository = repository.Name,
            Commit = commit,
            Branch = view.Ref,
            Urgent = repository.Entry.IsUrgent(view.Ref),
            SeenAt = view.SeenAt,
            State = explained.State,
            Reasons = Reasons(explained),
            Next = explained.Unblock,
            Notes = explained.Notes,
            Strangers = explained.Strangers,
            Checks = [.. repository.GateOf(view.Ref).Policy.Checks.Select(required => Check(view, required, explained))],
            SignOffs =
            [
                .. from signOff in view.SignOffs
                   group signOff by (signOff.Person, signOff.Role) into said
                   let latest = said.MaxBy(signOff => signOff.Seq)!
                   orderby latest.Seq
                   select new SignOffLine(wording.Custodian(latest.Custodian, latest.At), Wording.Role(latest.Role), latest.Person, Wording.Of(latest.Decision), latest.At),
            ],
        };
    }

    private IReadOnlyList<ReasonLine> Reasons(WhyDocument explained) =>
        [.. explained.Reasons.DistinctBy(reason => (reason.Code, reason.Text)).Select(reason => new ReasonLine(reason.Text, [.. reason.Who.Select(wording.Actor)], reason.Since) { ToBeTold = reason.ToBeTold })];

    // A run of another definition does not count, so it is not shown as if it did.
    private CheckLine Check(CandidateView view, RequiredCheck required, WhyDocument explained)
    {
        var told = explained.Rules.FirstOrDefault(node => node.Check == required.Name);
        return Line(view, required, told, estate.Configuration.Checks.TryGetValue(required.Name, out var check) && check.Type == LicencesSchema.TypeName) with
        {
            Runs = explained.Runs.FirstOrDefault(tally => tally.Check == required.Name)?.Told(),
            Excuse = told?.Excuse,
        };
    }

    private static CheckLine Line(CandidateView view, RequiredCheck required, RuleNode? told, bool hasReport)
    {
        // What people attest has no run and no log.
        if (required.Attested is not null) return new(required.Name, Wording.Of(told?.State), told?.By.Concat(told.Reasons.Select(reason => reason.Text)).FirstOrDefault(), null);

        var run = view.Checks.LastOrDefault(run => run.Check == required.Name && run.Definition == required.Definition);
        return run is null
            ? new(required.Name, "Not run yet", null, null)
            : new(required.Name, Wording.Of(run.Outcome), run.Summary, CheckDoors.Log(view.Repository, view.Commit, required.Name))
            {
                Report = hasReport ? CheckDoors.Page(view.Repository, view.Commit, required.Name) : null,
            };
    }
}
