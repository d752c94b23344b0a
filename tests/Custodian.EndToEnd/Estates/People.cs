using Custodian.EndToEnd.Peers;

namespace Custodian.EndToEnd.Estates;

/// <summary>The people of an estate, with their keys in a folder, and OpenSSH's own ssh-keygen as their pen.</summary>
internal sealed class People(string folder)
{
    public const string Taunton = "taunton-director";
    public const string Sthk = "sthk-director";
    public const string Blackpool = "blackpool-director";
    public const string Cso = "taunton-cso";

    /// <summary>One director of each custodian.</summary>
    public static readonly IReadOnlyList<string> Directors = [Taunton, Sthk, Blackpool];

    /// <summary>Everyone whose sign-off a commit needs.</summary>
    public static readonly IReadOnlyList<string> Signers = [.. Directors, Cso];

    public static string RoleOf(string person) => person == Cso ? "clinical-safety-officer" : "director";

    /// <summary>A private key file.</summary>
    public string Key(string name) => Path.Combine(folder, name);

    public string PublicKey(string name) => SshKeys.PublicOf(Key(name));

    /// <param name="kind">As ssh-keygen -t takes it.</param>
    public Task MakeKeyAsync(string name, string kind = "ed25519") => SshKeys.MakeAsync(Key(name), kind);

    /// <summary>An armoured signature over the bytes.</summary>
    public Task<string> SignAsync(string key, byte[] bytes, string purpose = "custodian-sign-off") => SshKeys.SignAsync(Key(key), bytes, purpose);
}
