namespace Custodian.Ledger;

/// <summary>A published log, wherever it lies.</summary>
internal interface IReadableLog
{
    /// <summary>Reads <see cref="CheckpointPath"/> or a <see cref="TilePath"/>; null where the log has no such thing.</summary>
    /// <exception cref="LedgerUnreadableException">The log is out of reach: nothing is known of the path.</exception>
    Task<byte[]?> ReadAsync(string path, CancellationToken stop);

    /// <summary>Where the signed head lies.</summary>
    const string CheckpointPath = "checkpoint";
}
