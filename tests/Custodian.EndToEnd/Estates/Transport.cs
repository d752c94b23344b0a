namespace Custodian.EndToEnd.Estates;

/// <summary>How a remote is reached.</summary>
public enum Transport
{
    File,
    Https,
    Ssh,
}
