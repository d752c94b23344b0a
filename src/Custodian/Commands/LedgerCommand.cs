using System.CommandLine;

namespace Custodian.Commands;

/// <summary><c>custodian ledger</c>.</summary>
internal static class LedgerCommand
{
    public static Command Make() => new("ledger", "About the ledger.") { };
}
