using System.CommandLine;
using Custodian.Git;
using Custodian.Policies;

namespace Custodian.Commands;

/// <summary><c>custodian config</c>.</summary>
internal static class ConfigCommand
{
    public static Command Make() => new("config", "About configuration files.") { Check(), Schema() };

    private static Command Check()
    {
        var file = new Argument<string>("file") { Description = "The configuration file." };
        var against = new Option<string?>("--against") { Description = "An older configuration file: tells what the policy changes, and which of it weakens the gate." };
        var path = new Option<string?>("--path") { Description = "A repository or clone: tells which globs of its gates match no file in it." };
        var repository = new Option<string?>("--repository") { Description = "The policy's name of what --path is a clone of; needed where the file has several repositories." };
        var commit = new Option<string?>("--commit") { Description = "The commit in it to look at; without it, HEAD." };
        var check = new Command("check", "Names every problem of a configuration file at once, and what is surely not meant.") { file, against, path, repository, commit };
        check.SetAction((parsed, stop) => new ConfigCheckCommand(Console.Out, Console.Error, TimeProvider.System, new ProgramRunner("config")).RunAsync(
            new(parsed.GetValue(file)!)
            {
                Against = parsed.GetValue(against),
                Path = parsed.GetValue(path),
                Repository = parsed.GetValue(repository),
                Commit = parsed.GetValue(commit),
            },
            stop));
        return check;
    }

    private static Command Schema()
    {
        var schema = new Command("schema", "Prints the JSON Schema of configuration files, for editors that complete and check.");
        schema.SetAction(_ => Console.Out.Write(ConfigurationSchema.Text));
        return schema;
    }
}
