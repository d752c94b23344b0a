namespace Custodian.Licences.Expressions;

/// <summary>What a policy says of a licence; the better before the worse.</summary>
public enum LicenceVerdict
{
    /// <summary>It may be used.</summary>
    Allowed,

    /// <summary>People have to look at it.</summary>
    NeedsReview,

    /// <summary>Nobody has said anything about it.</summary>
    NotListed,

    /// <summary>It may not be used.</summary>
    Denied,
}
