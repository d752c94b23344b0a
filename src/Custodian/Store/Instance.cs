namespace Custodian.Store;

/// <summary>This process, as it signs leases.</summary>
internal sealed class Instance
{
    public string Id { get; } = Guid.NewGuid().ToString("N");
}
