using System.CommandLine;
using Custodian.Checks;

namespace Custodian.Commands;

/// <summary><c>custodian check</c>.</summary>
internal static class CheckCommand
{
    public static Command Make()
    {
        var (server, repository, json) = (CommonOptions.Server(), CommonOptions.Repository(), CommonOptions.Json());
        var commit = new Option<string>("--commit") { Description = "The candidate's full commit id.", Required = true };
        var check = new Option<string>("--check") { Description = "The check's name in the policy.", Required = true };
        var command = new Command("check", "Asks for a check that has not passed to be run again; the request and every run are recorded.") { server, repository, commit, check, json };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetValue(server)!, parsed.GetValue(repository)!, parsed.GetValue(commit)!, parsed.GetValue(check)!, parsed.GetValue(json), stop));
        return command;
    }

    private static async Task<int> RunAsync(string url, string repository, string commit, string check, bool json, CancellationToken stop)
    {
        using var server = new ServerClient(url);
        var named = CommonOptions.Commit(commit);
        var receipt = await server.PostAsync<CheckRequestReceipt>(
            $"api/v1/repositories/{Uri.EscapeDataString(repository)}/candidates/{named}/checks/{Uri.EscapeDataString(check)}/runs", new { }, stop);
        if (json) Output.Json(receipt);
        else Console.WriteLine(Told(receipt, named.Abbreviated));
        return ExitCode.Yes;
    }

    private static string Told(CheckRequestReceipt receipt, string commit) => (receipt.Recorded, receipt.Runs) switch
    {
        (true, var runs) => $"{receipt.Check} is run again on {commit}; it was run {runs} {(runs == 1 ? "time" : "times")} before, which stays recorded.",
        (false, 0) => $"{receipt.Check} is run on {commit} anyway; nothing was added.",
        _ => $"{receipt.Check} is run again on {commit} anyway; nothing was added.",
    };
}
