namespace Custodian.Git;

/// <summary>A blob and where it lies.</summary>
/// <param name="Pack">Which of the repository's packs; -1: none.</param>
/// <param name="Offset">Where it begins in that pack.</param>
internal readonly record struct StoredBlob(BlobId Id, int Pack, long Offset)
{
    public bool IsPacked => Pack >= 0;
}
