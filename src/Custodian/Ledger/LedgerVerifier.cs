namespace Custodian.Ledger;

/// <summary>Checks a published log with nothing but its bytes and a pinned key; every hash is computed here.</summary>
internal sealed class LedgerVerifier(IReadableLog log)
{
    /// <summary>After so many findings the rest is not looked at: the log is broken, and listing it all helps nobody.</summary>
    public const int MostFindings = 50;

    /// <exception cref="LedgerUnreadableException">The log is out of reach.</exception>
    public async Task<LedgerReport> VerifyAsync(LedgerVerification ask, CancellationToken stop)
    {
        List<LedgerFinding> findings = [];
        if (await log.ReadAsync(IReadableLog.CheckpointPath, stop) is not { } signed)
            return new(null, 0, [new(LedgerFindingCode.Checkpoint, "The ledger has no checkpoint.")]);

        if (Read(signed, ask.Key, "The checkpoint", LedgerFindingCode.Signature, findings) is not { } head) return new(null, 0, findings);

        var older = ask.Older is null
            ? null
            : Read(ask.Older, ask.Key, "The older checkpoint", LedgerFindingCode.Older, findings);
        if (older?.Size > head.Size)
        {
            findings.Add(new(LedgerFindingCode.Shrunk,
                $"The ledger shrank: it has {head.Size} entries, and an older checkpoint signed {older.Size}. "
                + "Entries were removed, or an old copy was restored."));
        }

        var walk = new LedgerWalk(log, head, older, ask, findings);
        return new(head, await walk.RunAsync(stop), findings);
    }

    private static Checkpoint? Read(byte[] signed, VerifierKey key, string what, string refused, List<LedgerFinding> findings)
    {
        var opened = SignedNote.Open(signed, key);
        if (opened is OpenedNote.Refused(var why))
            findings.Add(new(refused, $"{what} cannot be believed: {why}."));
        else if (opened is not OpenedNote.Good(var text) || !Checkpoint.TryParse(text, out var checkpoint))
            findings.Add(new(LedgerFindingCode.Checkpoint, $"{what} is signed, but is not a checkpoint."));
        else if (checkpoint.Origin != key.Name)
            findings.Add(new(LedgerFindingCode.Origin, $"{what} is of the ledger '{checkpoint.Origin}', not of '{key.Name}'."));
        else
            return checkpoint;
        return null;
    }
}
