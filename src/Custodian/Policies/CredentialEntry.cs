namespace Custodian.Policies;

/// <summary>What a repository is reached with. Paths are absolute.</summary>
internal sealed record CredentialEntry
{
    public required string Name { get; init; }

    public string? Username { get; init; }

    public SecretReference? Password { get; init; }

    /// <summary>File of certificates (PEM) that the server's own is checked against; null: the system's.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>File of the private key.</summary>
    public string? SshKey { get; init; }

    /// <summary>File of host keys; a host that is not in it is refused.</summary>
    public string? KnownHosts { get; init; }
}
