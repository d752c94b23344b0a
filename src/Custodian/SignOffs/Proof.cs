namespace Custodian.SignOffs;

/// <summary>How it was proved that a statement is its person's.</summary>
internal abstract record Proof
{
    private Proof() { }

    /// <summary>A custodian's system vouched for it with the shared secret of its hook.</summary>
    public sealed record Hook(string Custodian, string Id) : Proof;

    /// <summary>The person signed it with an SSH key.</summary>
    public sealed record Ssh(string Fingerprint, string Signature) : Proof;

    public string Door => this is Hook ? "hook" : "ssh";
}
