using System.CommandLine;
using System.Text.Json;
using Custodian.Decisions;
using Custodian.Store.Facts;

namespace Custodian.Commands;

/// <summary><c>custodian why</c>.</summary>
internal static class WhyCommand
{
    // Whoever has just pushed asks while the gate is still looking.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    private static readonly JsonSerializerOptions Indented = new(FactJson.Options) { WriteIndented = true };

    public static Command Make()
    {
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var repository = new Argument<string>("repository") { Description = "The repository's name in the policy." };
        var commit = new Argument<string>("commit") { Description = "The full commit id." };
        var wait = new Option<int>("--wait") { Description = "Seconds to wait until the commit is gold or rejected." };
        var command = new Command("why", "Says what a commit waits for and who has to act next.") { server, repository, commit, json, wait };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetValue(server)!, parsed.GetValue(repository)!, parsed.GetValue(commit)!, parsed.GetValue(json), TimeSpan.FromSeconds(parsed.GetValue(wait)), stop));
        return command;
    }

    public static void Print(WhyDocument why)
    {
        Console.WriteLine($"{why.Repository} {why.Commit}: {Told(why)}");
        foreach (var reason in why.Reasons) Console.WriteLine($"  - {reason.Text}  [{reason.Code}; can act: {string.Join(", ", reason.Who)}]");
        if (why.Unblock.Count == 0) return;

        Console.WriteLine("Next:");
        foreach (var act in why.Unblock) Console.WriteLine($"  - {act}");
    }

    private static async Task<int> RunAsync(string url, string repository, string commit, bool json, TimeSpan wait, CancellationToken stop)
    {
        using var server = new ServerClient(url);
        var named = CommonOptions.Commit(commit);
        Task<WhyDocument> AskAsync() => server.GetAsync<WhyDocument>($"api/v1/repositories/{Uri.EscapeDataString(repository)}/candidates/{named}/verdict", stop);
        string Tell(WhyDocument answer) => $"{repository} {named.Abbreviated}: {Told(answer)}";
        var why = await Waiting.UntilAsync(AskAsync, answer => answer.State != "unknown", Tell, Settling, stop);
        if (wait > TimeSpan.Zero) why = await Waiting.UntilAsync(AskAsync, answer => answer.State is "promoted" or "reject" or "superseded", Tell, wait, stop);
        if (json) Console.WriteLine(JsonSerializer.Serialize(why, Indented));
        else Print(why);
        return why.State is "promote" or "promoted" ? ExitCode.Yes : ExitCode.No;
    }

    private static string Told(WhyDocument why) => why.State switch
    {
        "promote" => "nothing stands in its way; gold moves there now",
        "hold" => "held",
        "reject" => "rejected",
        "promoted" => "it is gold",
        "superseded" => "gold has gone past it",
        _ => "not known",
    };
}
