using System.CommandLine;

namespace Custodian.Commands;

/// <summary><c>custodian ledger</c>.</summary>
internal static class LedgerCommand
{
    public static Command Make() => new("ledger", "About the ledger.") { Verify(), Rebuild() };

    private static Command Verify()
    {
        var server = new Option<string?>("--server") { Description = "The service whose ledger it is: http://127.0.0.1:5080." };
        var path = new Option<string?>("--path") { Description = "A repository or clone that has the ledger: git fetch origin refs/custodian/ledger:refs/custodian/ledger." };
        var data = new Option<string?>("--data") { Description = "The service's data folder: every row of the store is checked, too." };
        var since = new Option<string?>("--since") { Description = "A checkpoint kept from earlier, which the ledger must continue." };
        var trust = new Option<string?>("--trust") { Description = "The pinned key: a file, or a folder with ledger.pub in it." };
        var replay = new Option<bool>("--replay") { Description = "With --data: recompute every verdict from the facts that were stored with it." };
        var json = CommonOptions.Json();
        var command = new Command("verify", "Checks the whole ledger with its bytes and the pinned key alone.") { server, path, data, since, trust, replay, json };
        command.SetAction((parsed, stop) => new LedgerVerifyCommand(Console.Out, Console.Error, Console.IsErrorRedirected ? null : new TerminalProgress("entries")).RunAsync(
            new()
            {
                Server = parsed.GetValue(server),
                Path = parsed.GetValue(path),
                Data = parsed.GetValue(data),
                Since = parsed.GetValue(since),
                Trust = parsed.GetValue(trust),
                Replay = parsed.GetValue(replay),
                Json = parsed.GetValue(json),
            },
            stop));
        return command;
    }

    private static Command Rebuild()
    {
        var data = new Option<string>("--data") { Description = "The data folder of a service that is stopped.", Required = true };
        var command = new Command("rebuild", "Makes projections and tiles again from the facts.") { data };
        command.SetAction((parsed, stop) => LedgerRebuildCommand.RunAsync(parsed.GetValue(data)!, Console.Out, stop));
        return command;
    }
}
