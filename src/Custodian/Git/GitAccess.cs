namespace Custodian.Git;

/// <summary>How to be let in at a remote. Nothing else that lies on this machine lets us in, and nothing is ever asked for.</summary>
internal sealed record GitAccess
{
    public static GitAccess None { get; } = new();

    public string? Username { get; init; }

    /// <summary>Password or token for https.</summary>
    public string? Password { get; init; }

    /// <summary>Who gives the password, where it ends by itself; null: nobody.</summary>
    public PasswordSource? PasswordSource { get; init; }

    /// <summary>PEM file of the authority that signed the server's certificate.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>Private key file for ssh.</summary>
    public string? SshKey { get; init; }

    /// <summary>Known-hosts file for ssh: a host that is not in it is refused. Null: the files of this account and machine.</summary>
    public string? KnownHosts { get; init; }
}
