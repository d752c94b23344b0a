namespace Custodian.SignOffs;

/// <summary>How it was proved that a statement is its person's.</summary>
internal abstract record Proof
{
    private Proof() { }

    /// <summary>A custodian's system vouched for it with the shared secret of its hook.</summary>
    public sealed record Hook(string Custodian, string Id) : Proof;

    /// <summary>The person signed it with an SSH key.</summary>
    public sealed record Ssh(string Fingerprint, string Signature) : Proof;

    /// <summary>The forge says that the person's account said so.</summary>
    /// <param name="Id">What it was said in, and how that stands: the same is taken once.</param>
    public sealed record Forge(string Id) : Proof;

    public string Door => this switch
    {
        Hook => "hook",
        Forge => "github",
        _ => "ssh",
    };
}
