namespace Custodian.Rules.Tests;

/// <summary>Public keys, and what <c>ssh-keygen -l</c> calls them.</summary>
internal static class SampleKeys
{
    public const string One = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINaP3hU5JpLQaJPW+sDQDGMBlzA3kxo3e2TxNDfK8+CP";
    public const string Two = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINY3sSswE0COmCWw4ZunydRl0UWswWRK+Oabfvykz7zE";

    public static readonly IReadOnlyDictionary<string, string> Fingerprints = new Dictionary<string, string>
    {
        [One] = "SHA256:mmtqRTpMtS1ZtTFgEhGjotMu+VTv+apHnwdRmelXcYc",
        [Two] = "SHA256:9nX40bhPomNBGl64UVjCf8guagmWgt1fxiH/YjHPoJ0",
    };
}
