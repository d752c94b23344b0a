using Custodian.Checks;
using Custodian.Decisions;
using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Commands;

/// <summary>Judges one commit of a developer's clone as the service would, had it been pushed to a watched branch: nobody has signed it yet, and it was just seen.</summary>
internal sealed class DryRun(TextWriter output, TextWriter error, TimeProvider clock)
{
    private const int MostStrangers = 10;

    // RFC 5321: no address is longer.
    private const int LongestAddress = 254;

    private static readonly string[] OfPeopleAndTime = [ReasonCode.SignOffMissing, ReasonCode.Soaking, ReasonCode.OutsideWindow, ReasonCode.LocalTimeUnknown, ReasonCode.PolicyAwaited];

    /// <exception cref="ConfigurationException">The configuration cannot be used.</exception>
    /// <exception cref="CommandException">Something that was named is not there.</exception>
    /// <exception cref="GitException">The clone cannot be read.</exception>
    public async Task<int> RunAsync(DryRunOrder order, CancellationToken stop)
    {
        var configuration = ConfigurationFile.Load(order.Config, CustodianSetup.CheckSchemas);
        var entry = configuration.FindRepository(order.Repository)
            ?? throw new CommandException(ExitCode.WrongUse, $"{order.Config} has no repository '{order.Repository}'; it has {string.Join(", ", configuration.Repositories.Select(repository => repository.Name))}.");
        if (order.Urgent && entry.Urgent is null) throw new CommandException(ExitCode.WrongUse, $"--urgent: {entry.Name} has no urgent gate in {order.Config}.");
        var clone = FolderOf(order.Path);
        if (CloneReader.Find(clone, order.Commit.ToString()) is null) throw new CommandException(ExitCode.WrongUse, $"{order.Path} does not have the commit {order.Commit}: git fetch, or name another.");

        var (gold, goldRef) = Gold(order, entry, clone);
        var policy = configuration.PolicyFor(entry, order.Urgent);
        var programs = new ProgramRunner("gate");
        var mirror = new Mirror(new(programs), clone);
        // Asked first: whoever named the wrong service need not wait for the checks.
        var service = order.Server is { } url ? await DryRunService.AskAsync(url, entry.Name, stop) : null;
        var brought = new DryRunPolicy(configuration, mirror, clock.GetUtcNow()).Read(entry.Name, order.Commit, gold, service?.PolicyNumber);
        string[] notes = [.. Notes(order, clone), .. Strangers(configuration, policy, order.Commit, gold, mirror), .. service?.Notes(configuration) ?? [DryRunService.NotAsked], .. brought.Notes];
        var (subject, unreadable) = Subject(clone, order.Commit);
        Rules.Facts With(Rules.Facts before, IReadOnlyList<CheckRun> ran) => before with { Checks = [.. ran.Select((run, number) => Gathering.Result(number, run))] };
        var untried = Gather(configuration, entry, policy, order.Commit, subject, gold, mirror) with
        {
            NextPolicy = brought.Next,
            Waivers = service?.Waivers ?? [],
            Deviations = service?.Deviations ?? [],
        };
        // What cannot be taken as it is never becomes a candidate: no check would be run on it.
        var runs = order.RunChecks && unreadable is null
            ? await new DryRunChecks(configuration, programs, clock, error).RunAsync(clone, new(entry.Name, order.Commit), gold, policy.Checks, ran => SettledChecks.Of(With(untried, ran)), stop)
            : [];
        var facts = With(untried, [.. runs.Select(run => run.Run)]);
        var told = WithoutVoices(configuration, facts, Tell(facts, [.. runs.Select(run => run.Run)], unreadable, notes));
        var passes = unreadable is null && told.Impossible.Count == 0 && facts.Policy.Checks.Count > 0 && Gate.Decide(facts).Reasons.All(reason => IsOfPeopleOrTime(reason, policy));
        var document = new DryRunDocument(passes, gold, goldRef, [.. policy.Checks.Select(check => Checked(check, runs, order.RunChecks))], told);
        if (order.Json) Output.Json(document, output);
        else new DryRunText(output).Write(document);
        return passes ? ExitCode.Yes : ExitCode.No;
    }

    // A seat that nobody can fill is no sign-off that is merely missing.
    private static bool IsOfPeopleOrTime(Reason reason, Policy policy) =>
        OfPeopleAndTime.Contains(reason.Code) || (reason.Code == ReasonCode.CheckNotRun && policy.Checks.Any(check => check.Name == reason.Subject && check.Attested is not null));

    private static string FolderOf(string path)
    {
        try
        {
            return CloneReader.Folder(path);
        }
        catch (GitException none)
        {
            throw new CommandException(ExitCode.WrongUse, $"--path: {none.Message}");
        }
    }

    private static (CommitSha Gold, string Name) Gold(DryRunOrder order, RepositoryEntry entry, string clone)
    {
        if (order.Gold is { } named)
        {
            return CloneReader.Find(clone, named) is { } found ? (found, named) : throw new CommandException(ExitCode.WrongUse, $"--gold: {order.Path} has no commit that is called '{named}'.");
        }

        const string Heads = "refs/heads/";
        var branch = entry.Gold.Ref.StartsWith(Heads, StringComparison.Ordinal) ? entry.Gold.Ref[Heads.Length..] : entry.Gold.Ref;
        return CloneReader.Tracking(clone, branch) switch
        {
            [var one] => (CloneReader.Find(clone, one)!.Value, one),
            [] => throw new CommandException(ExitCode.WrongUse, $"{order.Path} knows no gold: git fetch origin {branch}, or say where it stands with --gold."),
            var several => throw new CommandException(ExitCode.WrongUse, $"{order.Path} knows gold of several remotes ({string.Join(", ", several)}): say which with --gold."),
        };
    }

    private static IEnumerable<string> Notes(DryRunOrder order, string clone)
    {
        if (CloneReader.Head(order.Path) == order.Commit && CloneReader.IsDirty(order.Path)) yield return "The work tree has changes that are not committed: they are not judged.";
        if (CloneReader.IsShallow(clone)) yield return "The clone is shallow: what lies before its history is not seen, so that it may look as if the commit did not descend from gold (git fetch --unshallow).";
        if (!order.RunChecks) yield return "No check was run.";
        yield return "Taken for granted: the commit is pushed to a watched branch, this is the adopted policy, the repository is not frozen, and gold still stands there.";
    }

    // Named here, where whoever reads them has them in their clone: elsewhere they are only counted.
    private static IEnumerable<string> Strangers(Configuration configuration, Policy policy, CommitSha commit, CommitSha gold, Mirror clone)
    {
        var strangers = PeopleByEmail.Of(configuration).Strangers(clone.ContributorEmails(commit, gold).Authors);
        if (WhyDocument.TellStrangers(strangers.Count, policy) is not { } told) yield break;

        var more = strangers.Count > MostStrangers ? $" and {strangers.Count - MostStrangers} more" : "";
        yield return $"{told} ({string.Join(", ", strangers.Take(MostStrangers).Select(email => PlainText.Line(email, LongestAddress)))}{more})";
    }

    private static (string? Subject, UnreadableContentException? Unreadable) Subject(string clone, CommitSha commit)
    {
        try
        {
            return (CloneReader.ContentOf(clone, commit), null);
        }
        catch (GitException wrapped) when (wrapped.InnerException is UnreadableContentException unreadable)
        {
            return (null, unreadable);
        }
    }

    private Rules.Facts Gather(Configuration configuration, RepositoryEntry entry, Policy policy, CommitSha commit, string? subject, CommitSha gold, Mirror clone)
    {
        var now = clock.GetUtcNow();
        var people = PeopleByEmail.Of(configuration);
        var (authors, committers) = clone.ContributorEmails(commit, gold);
        var (wrote, committed) = (people.Behind(authors), people.Behind(committers));
        return new()
        {
            Repository = entry.Name,
            Commit = commit,
            Subject = subject,
            GoldLine = [gold],
            DescendsFromGold = clone.Descends(commit, gold),
            OnSource = true,
            Frozen = null,
            Policy = policy,
            PolicyAdopted = true,
            Checks = [],
            SignOffs = [],
            Contributors = [.. wrote.Union(committed).Order(StringComparer.Ordinal)],
            Authors = wrote,
            Committers = committed,
            Changes = new ChangesMemory(configuration.Gates[policy.Gate!], clone).Of(commit, gold),
            Local = policy.Windows is { } windows ? Gathering.LocalTime(windows.Zone, now) : null,
            FirstSeen = now,
            AsOf = now,
        };
    }

    private static WhyDocument Tell(Rules.Facts facts, IReadOnlyList<CheckRun> runs, UnreadableContentException? unreadable, IReadOnlyList<string> notes)
    {
        WhyDocument Answer(string state, IReadOnlyList<WhyReason> reasons, IReadOnlyList<string> unblock) =>
            new(facts.Repository, facts.Commit.ToString(), state, facts.Policy.Digest, facts.AsOf, reasons, unblock) { Notes = notes };

        if (unreadable is not null)
        {
            return Answer("reject", [new(unreadable.Code, facts.Commit.ToString(), unreadable.Message, [Actor.Developer.ToString()], null)], [])
                with { Impossible = ["It needs a new commit: the gate refuses this one as it is."] };
        }

        var told = Gate.Explain(facts);
        return Answer(
            Verdicts.NameOf(told.Verdict),
            [.. told.Verdict.Reasons.Select(reason => WhyReason.Of(reason))],
            [.. told.Unblock.Acts.Select(act => act.ToString())]) with
        {
            Notes = [.. notes, .. told.Unblock.MayBeFewer ? [WhyNot.PerhapsFewer] : Array.Empty<string>()],
            Waits = told.Unblock.Waits,
            Impossible = told.Unblock.Impossible,
            Rules = told.Parts,
            Runs = new CheckHistory(runs, []).Tally(facts.Policy.Checks),
        };
    }

    // The gate knows people and their roles, and not whether they have any way to speak.
    private static WhyDocument WithoutVoices(Configuration configuration, Rules.Facts facts, WhyDocument told)
    {
        if (told.Impossible.Count > 0) return told;

        var voices = Voices.Of(configuration, facts.AsOf);
        var vacancies = new Vacancies(configuration, voices, facts.AsOf);
        string[] shortages = [.. Filling.Find(facts, voices.Reach).Select(shortage => vacancies.Short([shortage]))];
        string[] impossible =
        [
            .. shortages.Length == 0 ? Array.Empty<string>() : [$"Its seats cannot all be filled by the people who can sign it off: {string.Join("; ", shortages)}."],
            .. Unattested(configuration, facts, voices),
        ];
        return impossible.Length == 0 ? told : told with { Unblock = [], Waits = [], Impossible = impossible };
    }

    private static IEnumerable<string> Unattested(Configuration configuration, Rules.Facts facts, Voices voices)
    {
        var awaited = Gate.Decide(facts).Reasons.Where(reason => reason.Code == ReasonCode.CheckNotRun).Select(reason => reason.Subject).ToHashSet();
        foreach (var check in facts.Policy.Checks.Where(check => awaited.Contains(check.Name)))
        {
            if (check.Attested is not { } attestor) continue;

            var attestors = (from custodian in CustodianNames.Among(attestor.Of, configuration.Custodians)
                             where custodian.IsMember(facts.AsOf)
                             from person in custodian.People
                             where person.Roles.Contains(attestor.Role) && person.InOffice(facts.AsOf) && (facts.Policy.AuthorMaySign || !facts.Contributors.Contains(person.Id))
                             select (custodian, person)).ToList();
            if (attestors.Count > 0 && !attestors.Exists(one => voices.Reaches(one.custodian, one.person, attestor.MinAssurance)))
            {
                yield return $"Nobody who may attest {check.Name} can say so: {voices.WhyNot(attestors, attestor.MinAssurance)}.";
            }
        }
    }

    private static DryRunCheck Checked(RequiredCheck check, IReadOnlyList<(CheckRun Run, CheckReport Report)> runs, bool ran)
    {
        if (runs.LastOrDefault(one => one.Run.Check == check.Name) is { Run: { } run }) return new(check.Name, run.Outcome, run.Summary, run.Sandbox, run.Tests, run.Failed, run.FailingTests);

        var why = check.Attested is { } attestor ? $"not run: it is attested as {attestor.Role}" : !ran ? "not run" : check.After.Count > 0 ? $"not run: it comes after {string.Join(" and ", check.After)}" : "not run";
        return new(check.Name, null, why, null, null, null, []);
    }
}
