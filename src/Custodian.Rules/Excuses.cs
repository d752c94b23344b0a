namespace Custodian.Rules;

/// <summary>Finds what excuses a check that went against a candidate.</summary>
internal static class Excuses
{
    /// <returns>What excuses it, or what did until it expired; null: nothing ever did.</returns>
    public static Excuse? For(RequiredCheck check, CheckResult result, Facts facts)
    {
        if (facts.Deviations.Count == 0 && facts.Waivers.Count == 0) return null;

        var deviations = facts.Deviations.Where(one => one.Repository == facts.Repository && one.Check == check.Name).Select(one => new Excuse("a deviation", one.Until, facts.AsOf));
        var waivers = WaiversOf(check, facts).Where(one => IsOf(one, check)).ToList();
        var ofCommit = waivers.Where(one => one.Commit == result.Commit).Select(one => new Excuse("a waiver", one.Until, facts.AsOf));
        List<Excuse> whole = [.. deviations, .. ofCommit, .. Findings(result, waivers, facts.AsOf)];
        if (whole.Count > 0 && whole.MaxBy(one => one.Until) is { IsGood: true } best) return best;

        // What has run out is told, even where it covered one finding only.
        return whole.Concat(OfFindings(result, waivers, facts.AsOf)).Where(one => !one.IsGood).MaxBy(one => one.Until);
    }

    /// <summary>True where a waiver would excuse some of it, had it not been granted for another definition of the check.</summary>
    public static bool AreOfAnother(RequiredCheck check, CheckResult result, Facts facts) => WaiversOf(check, facts).Any(one =>
        !IsOf(one, check) && facts.AsOf < one.Until && (one.Commit == result.Commit || (one.Finding is { } finding && result.Findings?.Contains(finding) == true)));

    private static IEnumerable<Waiver> WaiversOf(RequiredCheck check, Facts facts) =>
        facts.Waivers.Where(one => one.Repository == facts.Repository && one.Check == check.Name);

    // What was waived is what that definition found. One that was granted before it was written down is of any.
    private static bool IsOf(Waiver waiver, RequiredCheck check) => waiver.Definition is null || waiver.Definition == check.Definition;

    // Good only while each finding has a waiver: the first that runs out ends it.
    private static IEnumerable<Excuse> Findings(CheckResult result, List<Waiver> waivers, DateTimeOffset asOf)
    {
        if (result.Findings is not { Count: > 0 } findings) yield break;

        var until = DateTimeOffset.MaxValue;
        foreach (var finding in findings)
        {
            var own = waivers.Where(one => one.Finding == finding).ToList();
            if (own.Count == 0) yield break;

            var longest = own.Max(one => one.Until);
            if (longest < until) until = longest;
        }

        yield return new("waivers of every finding", until, asOf);
    }

    private static IEnumerable<Excuse> OfFindings(CheckResult result, List<Waiver> waivers, DateTimeOffset asOf) =>
        from waiver in waivers
        where waiver.Finding is { } finding && result.Findings is { } findings && findings.Contains(finding)
        select new Excuse("a waiver of one finding", waiver.Until, asOf);
}

/// <summary>One thing that excuses a failure until it runs out.</summary>
internal sealed record Excuse(string What, DateTimeOffset Until, DateTimeOffset AsOf)
{
    public bool IsGood => AsOf < Until;
}
