namespace Custodian.Git;

/// <summary>What became of reading a blob.</summary>
internal enum BlobState
{
    Read,

    /// <summary>The repository does not hold it: a part of it was never fetched, or is lost.</summary>
    Missing,

    /// <summary>The repository holds it, and git cannot unpack it; or it is no blob.</summary>
    Unreadable,

    /// <summary>Over the limit: not looked at.</summary>
    TooLarge,
}
