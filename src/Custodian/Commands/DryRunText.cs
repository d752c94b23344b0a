namespace Custodian.Commands;

/// <summary>Tells a dry run: the answer first, then the checks, then the verdict and its rules.</summary>
internal sealed class DryRunText(TextWriter output)
{
    public void Write(DryRunDocument told)
    {
        var why = told.Verdict;
        output.WriteLine($"{why.Repository} {why.Commit} against gold {told.Gold.Abbreviated} ({told.GoldRef}):");
        output.WriteLine(told.Passes
            ? "Nothing speaks against it. Pushed as it is, it waits for people and time alone."
            : why.Impossible.Count > 0 ? "Nobody could get it through as it is."
            : "The gate would not let it through as it is.");
        output.WriteLine();
        output.WriteLine("Checks:");
        foreach (var check in told.Checks) output.WriteLine($"  {check.Check}: {Result(check)}");

        output.WriteLine();
        WhyCommand.PrintVerdict(why, output);
        WhyCommand.PrintRules(why, output);
    }

    private static string Result(DryRunCheck check) =>
        (check.Outcome is { } outcome ? $"{Pages.Wording.Of(outcome)}. {check.Summary}" : check.Summary) + (check.Sandbox == "none" ? "  (without a sandbox, as the policy lets it)" : "");
}
