namespace Custodian.Git;

/// <summary>Takes one blob. Called on several threads at once and in no order; never twice at once for the same worker.</summary>
/// <param name="worker">From 0; below the number of workers asked for.</param>
internal delegate void BlobConsumer(int worker, BlobContents blob);
