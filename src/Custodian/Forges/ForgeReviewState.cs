namespace Custodian.Forges;

/// <summary>What a review says now; one that is being written is not told.</summary>
internal enum ForgeReviewState
{
    Approved,
    ChangesRequested,

    /// <summary>Neither for nor against.</summary>
    Commented,

    /// <summary>Somebody took it back, whatever it said.</summary>
    Dismissed,
}
