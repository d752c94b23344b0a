namespace Custodian.Policies;

/// <summary>How this service is known to GitHub; no part of the policy. Without <see cref="App"/> and <see cref="Token"/> it reads what is public.</summary>
internal sealed record GitHubSettings
{
    public static readonly Uri PublicApi = new("https://api.github.com/");

    /// <summary>Where GitHub's REST API begins, with '/' at its end; of GitHub Enterprise Server <c>https://HOST/api/v3/</c>.</summary>
    public Uri Api { get; init; } = PublicApi;

    /// <summary>The App's id; it comes with <see cref="PrivateKey"/>.</summary>
    public long? App { get; init; }

    /// <summary>The App's RSA key in PEM (PKCS#1 or PKCS#8).</summary>
    public SecretReference? PrivateKey { get; init; }

    /// <summary>A person's token, instead of an App.</summary>
    public SecretReference? Token { get; init; }

    /// <summary>What hooks are signed with: none, one, or two while it is being changed.</summary>
    public IReadOnlyList<SecretReference> HookSecrets { get; init; } = [];

    public IEnumerable<SecretReference> Secrets => HookSecrets.Concat(new[] { PrivateKey, Token }.OfType<SecretReference>());
}
