using System.Text.Json;
using Custodian.Ledger;
using Custodian.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Custodian.Commands;

/// <summary><c>custodian ledger rebuild</c>.</summary>
internal static class LedgerRebuildCommand
{
    /// <exception cref="StoreException">The folder cannot be used, or a service is running in it.</exception>
    /// <exception cref="CommandException">The facts are not those that were signed.</exception>
    public static async Task<int> RunAsync(string folder, TextWriter output, CancellationToken stop)
    {
        if (!Directory.Exists(folder)) throw new CommandException(ExitCode.WrongUse, $"--data: there is no folder {folder}.");

        // Opening a store makes one where there is none, which would be whole and empty.
        await StoredFacts.ReadAsync(folder, _ => Task.FromResult(true));
        using var store = FactStore.Open(folder, TimeProvider.System, NullLogger<FactStore>.Instance);
        try
        {
            Waiting.Progress("making everything again from the facts …");
            var (facts, root) = await LedgerRebuild.RunAsync(store, new KeptCheckpoint(folder), stop);
            Waiting.Clear();
            await output.WriteLineAsync($"Made again from {facts} facts; the root is {Convert.ToBase64String(root)}.");
            return ExitCode.Yes;
        }
        catch (LedgerForkException fork)
        {
            throw new CommandException(ExitCode.No, fork.Message);
        }
        catch (JsonException unreadable)
        {
            throw new CommandException(ExitCode.No, $"A recorded fact cannot be read; nothing was rebuilt. 'ledger verify --data {folder}' says which. ({unreadable.Message})");
        }
    }
}
