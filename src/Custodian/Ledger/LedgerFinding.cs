namespace Custodian.Ledger;

/// <summary>One thing that is wrong with a log.</summary>
/// <param name="Code">Stable, one of <see cref="LedgerFindingCode"/>.</param>
/// <param name="Text">One sentence for people.</param>
/// <param name="Entry">The entry concerned, from 0, where it is one.</param>
internal sealed record LedgerFinding(string Code, string Text, long? Entry = null);
