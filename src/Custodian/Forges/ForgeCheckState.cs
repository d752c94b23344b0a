namespace Custodian.Forges;

/// <summary>How far a check run is; every one but the first two is an end.</summary>
internal enum ForgeCheckState
{
    Queued,
    InProgress,
    Success,
    Failure,

    /// <summary>Somebody has to do something, and nothing failed.</summary>
    ActionRequired,
    Neutral,
}
