namespace Custodian.Ledger;

/// <summary>What came of opening a signed note.</summary>
internal abstract record OpenedNote
{
    private OpenedNote() { }

    /// <summary>Well formed, and every signature by a known key is good, of which there is at least one.</summary>
    public sealed record Good(string Text) : OpenedNote;

    /// <summary>Not to be believed; its text is not given on purpose.</summary>
    public sealed record Refused(string Why) : OpenedNote;
}
