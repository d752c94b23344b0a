using System.CommandLine;
using System.CommandLine.Parsing;
using Custodian.Git;
using Custodian.Ledger;
using Custodian.Policies;
using Custodian.SignOffs;
using Custodian.Store;

namespace Custodian.Commands;

/// <summary>The command line's verbs, and how what goes wrong becomes an exit code and one message on standard error.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Custodian: the gate that moves gold only when every custodian approved that very commit.")
        {
            ServeCommand.Make(), DemoCommand.Make(), ConfigCommand.Make(), PolicyCommand.Make(), GateCommand.Make(), LicencesCommand.Make(), AdoptCommand.Make(), SignOffCommand.Make(),
            FreezeCommand.Make(), ExceptionCommand.Waiver(), ExceptionCommand.Deviation(), WhyCommand.Make(), ExplainCommand.Make(), CheckCommand.Make(), ReleaseCommand.Make(), LedgerCommand.Make(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync($"Try: custodian {PathOf(parsed.CommandResult)}--help");
            return ExitCode.WrongUse;
        }

        try
        {
            // The service ends in its own time; everything else ends at once.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (CommandException ended)
        {
            return await FailAsync(ended.Message, ended.ExitCode);
        }
        catch (ServerRefusalException refused)
        {
            return await FailAsync(refused.Message, refused.ExitCode);
        }
        catch (ConfigurationException wrong)
        {
            return await FailAsync(wrong.Message, ExitCode.WrongUse);
        }
        catch (OperationCanceledException)
        {
            return await FailAsync("Ended before it was done.", ExitCode.CouldNot);
        }
        catch (Exception cannot) when (cannot is RefusalException or StoreException or GitException or LedgerKeyException or LedgerForkException or LedgerUnreadableException or ProgramMissingException or HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return await FailAsync(cannot.Message, ExitCode.CouldNot);
        }
        catch (Exception unforeseen)
        {
            // People and scripts get a sentence and a code of ours, whatever happened.
            return await FailAsync($"It could not be done, for a reason that nobody foresaw ({unforeseen.GetType().Name}): {unforeseen.Message.ReplaceLineEndings(" ")}", ExitCode.CouldNot);
        }
    }

    // As it is typed: "ledger verify ".
    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult above ? $"{PathOf(above)}{command.Command.Name} " : "";

    private static async Task<int> FailAsync(string message, int exitCode)
    {
        Waiting.Clear();
        await Console.Error.WriteLineAsync(message);
        return exitCode;
    }
}
