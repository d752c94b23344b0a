using System.Globalization;
using System.Text;
using Custodian.Forges;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Notices;

/// <summary>From the facts about a commit to what is shown at it elsewhere; the same facts always say the same.</summary>
internal static class CommitNotices
{
    private const int MostTests = 20;

    /// <param name="publicUrl">Where people reach the pages; null: nothing links there.</param>
    /// <returns>Nothing of a commit that never was a candidate.</returns>
    public static IReadOnlyList<ForgeCheckRun> Of(FactReader reader, WatchedRepository repository, CandidateId candidate, string? publicUrl)
    {
        if (reader.About<CandidateSeen>(candidate.Repository, candidate.Commit) is not [var seen, ..]) return [];

        var history = reader.About(candidate.Repository, candidate.Commit, typeof(CheckRun), typeof(CheckRequested)).Select(fact => fact.Body).ToList();
        List<CheckRun> runs = [.. history.OfType<CheckRun>()];
        List<CheckRequested> requests = [.. history.OfType<CheckRequested>()];
        var page = publicUrl is null ? null : $"{publicUrl}/repositories/{Uri.EscapeDataString(candidate.Repository)}/candidates/{candidate.Commit}";
        return
        [
            // What people attest has no run; the gate's own reasons tell who has to.
            .. from check in repository.GateOf(reader, candidate.Commit).Policy.Checks
               where check.Attested is null
               let last = CheckRetry.Of(runs, check) is [.., var newest] ? newest : null
               select last is not null && CheckRetry.IsRequested(runs, requests, check) ? Again(candidate, check, last, page) : Check(reader, candidate, check, last, page),
            Gate(reader, candidate, seen.Body.At, page),
        ];
    }

    private static ForgeCheckRun Check(FactReader reader, CandidateId candidate, RequiredCheck check, CheckRun? run, string? page)
    {
        var (state, title) = run?.Outcome switch
        {
            null => (ForgeCheckState.Queued, "Not run yet"),
            CheckOutcome.Passed => (ForgeCheckState.Success, "Passed"),
            CheckOutcome.Failed => (ForgeCheckState.Failure, "Failed"),
            CheckOutcome.TimedOut => (ForgeCheckState.Failure, "Ran out of time"),
            CheckOutcome.Killed => (ForgeCheckState.Failure, "Was ended by a limit or a signal"),
            CheckOutcome.NoReport => (ForgeCheckState.Failure, "Left no usable report"),
            CheckOutcome.Errored => (ForgeCheckState.ActionRequired, "Could not be run: whoever runs the gate can act"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var remarks = run is null ? CheckRemarks.None : CheckRemarks.In(reader, run);
        return new()
        {
            Name = ToldRun.Prefix + check.Name,
            Commit = candidate.Commit,
            // A run says of the code what no other says, and an external id never gets other annotations.
            ExternalId = run is null ? $"{candidate}/{check.Name}" : $"{candidate}/{check.Name}/{run.Run}",
            State = state,
            Title = title,
            Summary = Summary(run, remarks),
            Details = page,
            StartedAt = run?.StartedAt,
            CompletedAt = run?.At,
            Annotations = [.. remarks.Kept.Select(remark => new ForgeAnnotation(remark.Path, remark.StartLine, remark.EndLine, ForgeAnnotationLevel.Failure, remark.Title, remark.Text))],
        };
    }

    private static ForgeCheckRun Again(CandidateId candidate, RequiredCheck check, CheckRun last, string? page) => new()
    {
        Name = ToldRun.Prefix + check.Name,
        Commit = candidate.Commit,
        ExternalId = $"{candidate}/{check.Name}/{last.Run}/again",
        State = ForgeCheckState.Queued,
        Title = "Is run again: somebody asked for it",
        Summary = "The gate runs this check again by itself. Nobody has to act.",
        Details = page,
    };

    private static string Summary(CheckRun? run, CheckRemarks remarks)
    {
        if (run is null) return "The gate runs this check by itself. Nobody has to act.";

        var text = new StringBuilder(Foreign.Code(run.Summary));
        if (run.FailingTests.Count > 0)
        {
            text.Append("\n\nFailing tests:\n");
            foreach (var test in run.FailingTests.Take(MostTests)) text.Append("\n- ").Append(Foreign.Code(test));
            if (run.FailingTests.Count > MostTests) text.Append("\n- and more, in the log");
        }

        if (remarks.Kept.Count > 0 && remarks.Kept.Count < remarks.Of) text.Append(CultureInfo.InvariantCulture, $"\n\nBeside the code stand {remarks.Kept.Count:N0} of {remarks.Of:N0}; the log has the rest.");
        return text.ToString();
    }

    private static ForgeCheckRun Gate(FactReader reader, CandidateId candidate, DateTimeOffset seenAt, string? page)
    {
        var isGold = reader.GoldAmong(candidate.Repository, [candidate.Commit]).Count > 0;
        var latest = Verdicts.Latest(reader, candidate);
        var verdict = latest is not null && Verdicts.FactsOf(reader, latest.Facts) is { } facts ? Rules.Gate.Decide(facts) : null;
        var (state, title, summary) = (isGold, verdict) switch
        {
            (true, _) => (ForgeCheckState.Success, "This is gold", "Every custodian has approved this very commit, and gold stands at it or has passed it."),
            (_, null) => (ForgeCheckState.Queued, "Not judged yet", "The gate judges this commit by itself. Nobody has to act."),
            (_, Verdict.Promote) => (ForgeCheckState.InProgress, "Approved: gold moves here next", "Nothing is missing. The gate moves gold by itself."),
            (_, Verdict.Hold hold) => (ForgeCheckState.InProgress, Waiting(hold.Reasons), Reasons(hold.Reasons)),
            (_, Verdict.Reject reject) => (ForgeCheckState.Failure, "Something speaks against this commit", Reasons(reject.Reasons)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return new()
        {
            Name = ToldRun.Gate,
            Commit = candidate.Commit,
            ExternalId = $"{candidate}/gate",
            State = state,
            Title = title,
            Summary = summary,
            Details = page,
            StartedAt = seenAt,
            CompletedAt = state is ForgeCheckState.Success or ForgeCheckState.Failure ? latest?.At : null,
        };
    }

    internal static string Waiting(IReadOnlyList<Reason> reasons) => reasons.Count == 1 ? "Waits for one thing" : $"Waits for {reasons.Count} things";

    internal static string Reasons(IReadOnlyList<Reason> reasons) =>
        string.Join('\n', reasons.DistinctBy(reason => (reason.Code, reason.Text)).Select(reason => $"- {Foreign.Code(reason.Text)}\n  Who can act: {Foreign.Code(string.Join(", or ", reason.Who))}"));
}
