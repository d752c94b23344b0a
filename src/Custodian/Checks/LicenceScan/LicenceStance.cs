namespace Custodian.Checks;

/// <summary>What is made of a file of some kind; the milder before the stricter.</summary>
internal enum LicenceStance
{
    /// <summary>Nothing.</summary>
    Pass,

    /// <summary>It goes against the candidate until people settle it.</summary>
    Review,

    /// <summary>It goes against the candidate.</summary>
    Fail,
}
