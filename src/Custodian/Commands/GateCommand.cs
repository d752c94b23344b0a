using System.CommandLine;

namespace Custodian.Commands;

/// <summary><c>custodian gate</c>.</summary>
internal static class GateCommand
{
    public static Command Make()
    {
        var config = new Option<string>("--config") { Description = "The configuration file with the policy.", Required = true };
        var repository = CommonOptions.Repository();
        var path = new Option<string>("--path") { Description = "Your clone; nothing is written to it.", Required = true };
        var commit = new Option<string>("--commit") { Description = "The full commit id.", Required = true };
        var gold = new Option<string?>("--gold") { Description = "Where gold stands in the clone: origin/gold; by default the remote-tracking branch of the policy's gold." };
        var urgent = new Option<bool>("--urgent") { Description = "Judge it by the repository's urgent gate, as a commit of a branch for patient safety." };
        var server = new Option<string?>("--server") { Description = "The service, http://127.0.0.1:5080: its waivers and deviations of the repository count here, too." };
        var noChecks = new Option<bool>("--no-checks") { Description = "Do not run the checks: they are told as not run, and the answer is 1." };
        var json = CommonOptions.Json();
        var command = new Command(
            "gate",
            "A dry run of one commit in your clone: runs the checks here and tells what the gate would say; nothing is recorded. Ends with 0 where nothing but people's words (sign-offs, attested checks, the approval of a policy that the commit brings), soak and promotion windows is missing, and with 1 where anything speaks against the commit or a check has not passed.")
        {
            config, repository, path, commit, gold, urgent, server, noChecks, json,
        };
        command.SetAction((parsed, stop) => new DryRun(Console.Out, Console.Error, TimeProvider.System).RunAsync(
            new(parsed.GetValue(config)!, parsed.GetValue(repository)!, parsed.GetValue(path)!, CommonOptions.Commit(parsed.GetValue(commit)!))
            {
                Gold = parsed.GetValue(gold),
                Server = parsed.GetValue(server),
                Urgent = parsed.GetValue(urgent),
                RunChecks = !parsed.GetValue(noChecks),
                Json = parsed.GetValue(json),
            },
            stop));
        return command;
    }
}
