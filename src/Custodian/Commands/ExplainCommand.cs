using System.CommandLine;
using Custodian.Decisions;
using Custodian.Git;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Commands;

/// <summary><c>custodian explain</c>.</summary>
internal static class ExplainCommand
{
    public static Command Make()
    {
        var server = new Option<string?>("--server") { Description = "The service: http://127.0.0.1:5080." };
        var data = new Option<string?>("--data") { Description = "A service's data folder, instead of the service; it may be running." };
        var repository = new Argument<string>("repository") { Description = "The repository's name in the policy." };
        var commit = new Argument<string>("commit") { Description = "The full commit id." };
        var at = new Option<string>("--at") { Description = "The instant, past or to come: 2026-11-22T10:00:00Z.", Required = true };
        var rules = new Option<bool>("--rules") { Description = "Print everything that the gate asks, and how each stands." };
        var json = CommonOptions.Json();
        var command = new Command("explain", "Says what was, or will be, said of a commit at an instant. Ends with 0 where it is gold or nothing stands in its way then, and with 1 otherwise.") { server, data, repository, commit, at, rules, json };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetValue(server), parsed.GetValue(data), parsed.GetValue(repository)!, CommonOptions.Commit(parsed.GetValue(commit)!), Moment(parsed.GetValue(at)!), parsed.GetValue(rules), parsed.GetValue(json), stop));
        return command;
    }

    private static async Task<int> RunAsync(string? url, string? data, string repository, CommitSha commit, DateTimeOffset at, bool rules, bool json, CancellationToken stop)
    {
        if (url is null == data is null) throw new CommandException(ExitCode.WrongUse, "Name one of --server and --data.");

        var why = data is not null ? await LookAsync(data, repository, commit, at, stop) : await AskAsync(url!, repository, commit, at, stop);
        if (json) Output.Json(why);
        else Tell(why, at, rules);
        return why.State is "promote" or "promoted" ? ExitCode.Yes : ExitCode.No;
    }

    private static async Task<WhyDocument> AskAsync(string url, string repository, CommitSha commit, DateTimeOffset at, CancellationToken stop)
    {
        using var server = new ServerClient(url);
        return await server.GetAsync<WhyDocument>(
            $"api/v1/repositories/{Uri.EscapeDataString(repository)}/candidates/{commit}/verdict?at={Uri.EscapeDataString(UtcTimeConverter.Write(at))}", stop);
    }

    private static async Task<WhyDocument> LookAsync(string folder, string repository, CommitSha commit, DateTimeOffset at, CancellationToken stop)
    {
        var then = new WhyThen(StoredFacts.Of(folder), new(new ProgramRunner("explain")), folder, CustodianSetup.CheckSchemas);
        return await then.ExplainAsync(new(repository, commit), at, TimeProvider.System.GetUtcNow(), stop)
            ?? throw new CommandException(ExitCode.WrongUse, $"No repository is called '{repository}' in {folder}.");
    }

    private static void Tell(WhyDocument why, DateTimeOffset at, bool rules)
    {
        Console.WriteLine($"At {UtcTimeConverter.Write(at)}{(why.Policy == "" ? "" : $", under policy {why.Policy[..12]}")}:");
        WhyCommand.Print(why);
        if (rules) WhyCommand.PrintRules(why);
    }

    private static DateTimeOffset Moment(string text) => UtcTimeConverter.TryParse(text, out var at)
        ? at
        : throw new CommandException(ExitCode.WrongUse, $"--at '{text}' is not a moment: write RFC 3339 with its offset, 2026-11-22T10:00:00Z.");
}
