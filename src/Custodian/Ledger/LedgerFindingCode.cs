namespace Custodian.Ledger;

/// <summary>Stable codes of what can be wrong with a log.</summary>
internal static class LedgerFindingCode
{
    /// <summary>No checkpoint, or not one that can be read.</summary>
    public const string Checkpoint = "checkpoint-malformed";

    /// <summary>Not signed by the pinned key.</summary>
    public const string Signature = "signature-refused";

    /// <summary>Signed by the pinned key, for a log of another name.</summary>
    public const string Origin = "origin-differs";

    /// <summary>The older checkpoint given for comparison is itself no good.</summary>
    public const string Older = "older-checkpoint-refused";

    /// <summary>Fewer entries than an older checkpoint signed.</summary>
    public const string Shrunk = "log-shrunk";

    /// <summary>Other entries than an older checkpoint signed.</summary>
    public const string Rewritten = "history-rewritten";

    /// <summary>Entries that the checkpoint counts are not there.</summary>
    public const string EntriesMissing = "entries-missing";

    /// <summary>A bundle of entries cannot be taken apart.</summary>
    public const string EntriesMalformed = "entries-malformed";

    /// <summary>An entry's bytes do not have the hash that its tile holds.</summary>
    public const string EntryChanged = "entry-changed";

    /// <summary>A tile is not there, or not of its length.</summary>
    public const string Tile = "tile-missing";

    /// <summary>A tile above the lowest level is not the hash of what lies below it.</summary>
    public const string TileChanged = "tile-changed";

    /// <summary>The entries do not give the root that was signed.</summary>
    public const string Root = "root-differs";

    /// <summary>A row of the store is not what its entry says.</summary>
    public const string Row = "row-differs";

    /// <summary>A stored verdict does not follow from its stored facts.</summary>
    public const string Verdict = "verdict-differs";

    /// <summary>The caller's own check of an entry refused it.</summary>
    public const string EntryRefused = "entry-refused";
}
