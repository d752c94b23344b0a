using System.CommandLine;
using Custodian.Decisions;
using Custodian.Rules;

namespace Custodian.Commands;

/// <summary><c>custodian why</c>.</summary>
internal static class WhyCommand
{
    // Whoever has just pushed asks while the gate is still looking.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    public static Command Make()
    {
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var repository = new Argument<string>("repository") { Description = "The repository's name in the policy." };
        var commit = new Argument<string>("commit") { Description = "The full commit id." };
        var wait = new Option<int>("--wait") { Description = "Seconds to wait until the commit is gold or rejected." };
        var rules = new Option<bool>("--rules") { Description = "Print everything that the gate asks, and how each stands." };
        var command = new Command("why", "Says what a commit waits for and who has to act next. Ends with 0 where it is gold or nothing stands in its way, and with 1 otherwise.") { server, repository, commit, json, wait, rules };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetValue(server)!, parsed.GetValue(repository)!, parsed.GetValue(commit)!, parsed.GetValue(json), parsed.GetValue(rules), TimeSpan.FromSeconds(parsed.GetValue(wait)), stop));
        return command;
    }

    public static void Print(WhyDocument why)
    {
        Console.WriteLine($"{why.Repository} {why.Commit}: {Told(why)}");
        PrintVerdict(why, Console.Out);
    }

    /// <summary>Reasons, runs and what comes next.</summary>
    public static void PrintVerdict(WhyDocument why, TextWriter output)
    {
        foreach (var reason in why.Reasons.DistinctBy(reason => (reason.Code, reason.Text)))
        {
            var late = reason.ToBeTold is { } told ? $"; {told}" : "";
            output.WriteLine($"  - {reason.Text}  [{reason.Code}; can act: {string.Join(", ", reason.Who)}{late}]");
        }

        List("Runs:", [.. from run in why.Runs let told = run.Told() where told is not null select $"{run.Check}: {told}"], output);
        List(why.Unblock.Count > 1 ? "Next, all of these:" : "Next:", why.Unblock, output);
        List("By itself:", why.Waits, output);
        List("Nobody can get this commit through:", why.Impossible, output);
        List("Note:", [.. why.Notes, .. why.Strangers is { } strangers ? [strangers] : Array.Empty<string>()], output);
    }

    public static void PrintRules(WhyDocument why) => PrintRules(why, Console.Out);

    public static void PrintRules(WhyDocument why, TextWriter output)
    {
        if (why.Rules.Count == 0) return;

        output.WriteLine("Rules:");
        foreach (var part in why.Rules) PrintRule(part, "  ", output);
    }

    private static void PrintRule(RuleNode node, string indent, TextWriter output)
    {
        output.WriteLine($"{indent}{Word(node.State),-9} {node.Rule}{(node.By.Count > 0 ? $": {string.Join("; ", node.By)}" : "")}");
        if (node.StillCan.Count > 0) output.WriteLine($"{indent}{"",-9} still can: {string.Join(", ", node.StillCan)}");
        foreach (var part in node.Parts) PrintRule(part, indent + "    ", output);
    }

    private static string Word(RuleState state) => state switch
    {
        RuleState.NotAsked => "not asked",
        _ => state.ToString().ToLowerInvariant(),
    };

    private static void List(string heading, IReadOnlyList<string> lines, TextWriter output)
    {
        if (lines.Count == 0) return;
        output.WriteLine(heading);
        foreach (var line in lines) output.WriteLine($"  - {line}");
    }

    private static async Task<int> RunAsync(string url, string repository, string commit, bool json, bool rules, TimeSpan wait, CancellationToken stop)
    {
        using var server = new ServerClient(url);
        var named = CommonOptions.Commit(commit);
        Task<WhyDocument> AskAsync() => server.GetAsync<WhyDocument>($"api/v1/repositories/{Uri.EscapeDataString(repository)}/candidates/{named}/verdict", stop);
        string Tell(WhyDocument answer) => $"{repository} {named.Abbreviated}: {Told(answer)}";
        var why = await Waiting.UntilAsync(AskAsync, answer => answer.State != "unknown", Tell, Settling, stop);
        if (wait > TimeSpan.Zero) why = await Waiting.UntilAsync(AskAsync, answer => answer.State is "promoted" or "reject" or "superseded", Tell, wait, stop);
        if (json) Output.Json(why);
        else Print(why);
        if (rules && !json) PrintRules(why);
        return why.State is "promote" or "promoted" ? ExitCode.Yes : ExitCode.No;
    }

    /// <summary>Where a commit stands, in words.</summary>
    public static string Told(WhyDocument why) => why.State switch
    {
        "promote" => "nothing stands in its way; gold moves there now",
        "hold" => "held",
        "reject" => "rejected",
        "promoted" => "it is gold",
        "superseded" => "gold has gone past it",
        _ => "not known",
    };
}
