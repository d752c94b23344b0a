using System.CommandLine;

namespace Custodian.Commands;

/// <summary><c>custodian licences</c>.</summary>
internal static class LicencesCommand
{
    public static Command Make()
    {
        var path = new Argument<string>("PATH") { Description = "A folder, or with --commit a repository." };
        var commit = new Option<string?>("--commit") { Description = "The full id of a commit: its files are read from git, and what was found in them is kept for the next commit." };
        var noCache = new Option<bool>("--no-cache") { Description = "Neither use nor keep what was found before." };
        var packs = new Option<string[]>("--pack") { Description = "A folder of rules of your own, or of somebody else's; may be given again. Its name and digest are told, as a policy names them." };
        var json = CommonOptions.Json();
        var command = new Command(
            "licences",
            "Finds the licences in every file of a folder or of a commit. Nothing is judged: ends with 0 where every file was read, and with 1 where one could not be.")
        {
            path, commit, noCache, packs, json,
        };
        command.SetAction((parsed, stop) => new LicencesOrder(Console.OpenStandardOutput(), Console.Out).RunAsync(
            parsed.GetValue(path)!,
            parsed.GetValue(commit) is { } named ? CommonOptions.Commit(named) : null,
            !parsed.GetValue(noCache),
            parsed.GetValue(json),
            parsed.GetValue(packs) ?? [],
            stop));
        return command;
    }
}
