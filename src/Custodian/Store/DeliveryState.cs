namespace Custodian.Store;

/// <summary>What is known of a delivery when it arrives.</summary>
internal enum DeliveryState
{
    /// <summary>It is kept from now on.</summary>
    New,

    /// <summary>It was kept before, and nobody has finished with it.</summary>
    Unfinished,

    Finished,
}
