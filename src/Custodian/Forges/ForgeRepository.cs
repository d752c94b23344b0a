namespace Custodian.Forges;

/// <param name="Id">The forge's number, the same after a rename or a transfer.</param>
/// <param name="FullName"><c>OWNER/NAME</c> as it is now.</param>
/// <param name="InstallationId">Of our App; null: we are none there.</param>
/// <param name="Archived">Nobody can write there.</param>
internal sealed record ForgeRepository(long Id, string FullName, long? InstallationId, bool Archived);
