using System.CommandLine;
using Custodian.Decisions;
using Custodian.Git;
using Custodian.Policies;
using Custodian.Store;

namespace Custodian.Commands;

/// <summary><c>custodian policy test</c>.</summary>
internal static class PolicyTestCommand
{
    public static Command Make()
    {
        var config = new Option<string>("--config") { Description = "The configuration file with the proposed policy.", Required = true };
        var data = new Option<string>("--data") { Description = "A service's data folder; it may be running.", Required = true };
        var json = CommonOptions.Json();
        var command = new Command("test", "Judges every past promotion and every open candidate by a proposed policy, and tells what differs. Ends with 0 where nothing does, and with 1 where anything does.") { config, data, json };
        command.SetAction((parsed, stop) => TestAsync(parsed.GetValue(config)!, parsed.GetValue(data)!, parsed.GetValue(json), stop));
        return command;
    }

    private static async Task<int> TestAsync(string config, string data, bool json, CancellationToken stop)
    {
        var proposed = ConfigurationFile.Load(config, CustodianSetup.CheckSchemas);
        Waiting.Progress("judging what was promoted …");
        var git = new GitProgram(new ProgramRunner("policy"));
        var told = await StoredFacts.ReadAsync(data, reader => Task.FromResult(new PolicyTrial(reader, proposed, git, data, CustodianSetup.CheckSchemas, TimeProvider.System.GetUtcNow()).Run(stop)));
        Waiting.Clear();
        if (json) Output.Json(told);
        else new TrialText(Console.Out).Write(told);
        return told.Differences == 0 ? ExitCode.Yes : ExitCode.No;
    }
}
