namespace Custodian.Policies;

/// <summary>How a repository is reached.</summary>
internal enum RemoteKind
{
    Https,
    Ssh,

    /// <summary>A folder of this machine.</summary>
    File,
}
