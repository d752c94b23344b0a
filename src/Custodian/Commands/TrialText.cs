using Custodian.Decisions;

namespace Custodian.Commands;

/// <summary>Tells what a proposed policy would have changed: the answer first, then the sums, then the cases.</summary>
internal sealed class TrialText(TextWriter output)
{
    private const int MostCases = 20;
    private const int MostCauses = 10;

    public void Write(TrialDocument told)
    {
        var whole = $"{Many(told.Promotions, "past promotion")} and {Many(told.Candidates, "open candidate")}";
        output.WriteLine($"The proposed policy ({told.Proposed[..12]}) beside the one in force (number {told.Number}, {told.Adopted[..12]}), over {whole}.");
        output.WriteLine(told.Differences == 0
            ? told.Proposed == told.Adopted ? "They are the same policy." : "Nothing would have been decided otherwise."
            : "This is what differs.");
        output.WriteLine();
        foreach (var count in told.Counts) output.WriteLine($"  {count.Count,6}  {Words(count.Kind, count.Outcome, count.Count)}");
        foreach (var repository in told.Repositories) Write(repository);
        Causes(told);
        Cases(told);
        foreach (var note in told.Notes)
        {
            output.WriteLine();
            output.WriteLine($"Note: {note}");
        }
    }

    private void Write(TrialRepository repository)
    {
        List<string> lines = repository.State switch
        {
            "gone" => ["is not in the proposed policy: it would not be watched any more, and nothing could be promoted."],
            "new" => ["is new: it promotes nothing until every custodian has adopted a commit of it."],
            _ =>
            [
                .. repository.RulesChange ? ["its rules change."] : Array.Empty<string>(),
                .. repository.NewChecks.Count > 0 ? [$"new checks, never run yet: {string.Join(", ", repository.NewChecks)}."] : Array.Empty<string>(),
                .. repository.ChangedChecks.Count > 0 ? [$"checks with another definition, never run in it yet: {string.Join(", ", repository.ChangedChecks)}."] : Array.Empty<string>(),
                .. repository.GoneChecks.Count > 0 ? [$"checks that are asked no more: {string.Join(", ", repository.GoneChecks)}."] : Array.Empty<string>(),
            ],
        };
        if (lines.Count == 0) return;

        output.WriteLine();
        output.WriteLine($"{repository.Name}:");
        foreach (var line in lines) output.WriteLine($"  - {line}");
    }

    // What recurs is told once: hundreds of cases most often have one cause.
    private void Causes(TrialDocument told)
    {
        var causes = told.Cases.SelectMany(one => one.Reasons.Select(reason => (one.Repository, one.Kind, reason.Code, Subject: IsOwn(one, reason) ? "" : reason.Subject)))
            .GroupBy(cause => cause)
            .Where(cause => cause.Count() > 1)
            .OrderByDescending(cause => cause.Count())
            .ToList();
        if (causes.Count == 0) return;

        output.WriteLine();
        output.WriteLine("Most often because of:");
        foreach (var cause in causes.Take(MostCauses))
        {
            var (repository, kind, code, subject) = cause.Key;
            output.WriteLine($"  {cause.Count(),6}  {code}{(subject == "" ? "" : $" {subject}")} ({repository}, {kind}s)");
        }
    }

    private void Cases(TrialDocument told)
    {
        foreach (var of in told.Cases.GroupBy(one => (one.Repository, one.Kind, one.Outcome)))
        {
            var all = of.ToList();
            output.WriteLine();
            output.WriteLine($"{of.Key.Repository}: {Words(of.Key.Kind, of.Key.Outcome, all.Count)}");
            // The newest are remembered best.
            foreach (var one in all.AsEnumerable().Reverse().Take(MostCases)) Write(one);
            if (all.Count > MostCases) output.WriteLine($"  and {all.Count - MostCases:N0} more; --json tells them all.");
        }
    }

    private void Write(TrialCase one)
    {
        output.WriteLine($"  {one.Commit[..8]}  {(one.Kind == "promotion" ? "promoted" : "seen")} {one.At:yyyy-MM-dd HH:mm}  {one.Was} -> {one.Now}");
        foreach (var reason in one.Reasons) output.WriteLine($"            - {reason.Text}{Who(reason)}");
        foreach (var reason in one.NoLonger) output.WriteLine($"            - no longer: {reason.Text}");
    }

    private static string Who(WhyReason reason) => reason.Who.Count > 0 ? $"  [{string.Join(", ", reason.Who)}]" : "";

    private static bool IsOwn(TrialCase one, WhyReason reason) => reason.Subject == one.Commit;

    private static string Words(string kind, string outcome, int count)
    {
        var what = Many(count, kind == "promotion" ? "past promotion" : "open candidate", numbered: false);
        var would = kind == "promotion" ? "would have been" : "would be";
        return outcome switch
        {
            TrialOutcome.Same => $"{what}: the same",
            TrialOutcome.Held => $"{what} {would} held",
            TrialOutcome.Rejected => $"{what} {would} rejected",
            TrialOutcome.Promoted => $"{what} {would} promoted, and {(count == 1 ? "is" : "are")} not now",
            TrialOutcome.OtherReasons => $"{what}: the same verdict, for other reasons",
            TrialOutcome.Gone => $"{what} of repositories that the proposed policy does not name",
            _ => $"{what}: nobody can tell, since something that it asks was never looked at",
        };
    }

    private static string Many(int count, string what, bool numbered = true) => $"{(numbered ? $"{count:N0} " : "")}{what}{(count == 1 ? "" : "s")}";
}
