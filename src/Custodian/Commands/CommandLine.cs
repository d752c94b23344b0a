using System.CommandLine;
using Custodian.Git;
using Custodian.Ledger;
using Custodian.Policies;
using Custodian.Store;

namespace Custodian.Commands;

/// <summary>The command line's verbs, and how what goes wrong becomes an exit code and one message on standard error.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Custodian: the gate that moves gold only when every custodian approved that very commit.")
        {
            ServeCommand.Make(), DemoCommand.Make(), ConfigCommand.Make(), AdoptCommand.Make(), SignOffCommand.Make(),
            WhyCommand.Make(), ReleaseCommand.Make(), LedgerCommand.Make(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync($"Try: custodian {parsed.CommandResult.Command.Name} --help");
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
        catch (Exception cannot) when (cannot is StoreException or GitException or LedgerKeyException or LedgerForkException or LedgerUnreadableException or ProgramMissingException or HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return await FailAsync(cannot.Message, ExitCode.CouldNot);
        }
    }

    private static async Task<int> FailAsync(string message, int exitCode)
    {
        await Console.Error.WriteLineAsync(message);
        return exitCode;
    }
}
