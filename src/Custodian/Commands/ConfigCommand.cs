using System.CommandLine;
using Custodian.Policies;

namespace Custodian.Commands;

/// <summary><c>custodian config check</c>.</summary>
internal static class ConfigCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = "The configuration file." };
        var check = new Command("check", "Names every problem of a configuration file at once.") { file };
        check.SetAction(parsed =>
        {
            var problems = ConfigurationFile.Check(parsed.GetValue(file)!, CustodianSetup.CheckSchemas);
            foreach (var problem in problems) Console.Error.WriteLine(problem);
            if (problems.Count == 0) Console.WriteLine($"{parsed.GetValue(file)} is good.");
            return problems.Count == 0 ? ExitCode.Yes : ExitCode.WrongUse;
        });
        return new Command("config", "About configuration files.") { check };
    }
}
