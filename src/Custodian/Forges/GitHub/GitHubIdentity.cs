namespace Custodian.Forges.GitHub;

/// <summary>As whom a request is sent.</summary>
/// <param name="Name">Short and unlike every other's; limits are counted by it.</param>
/// <param name="Installation">The App's installation; null: none.</param>
internal sealed record GitHubIdentity(string Name, long? Installation)
{
    /// <summary>The App itself, which may only ask about itself.</summary>
    public static readonly GitHubIdentity App = new("app", null);

    /// <summary>The person whose token is configured; without a token, nobody.</summary>
    public static readonly GitHubIdentity Plain = new("plain", null);

    private static readonly HttpRequestOptionsKey<GitHubIdentity> Key = new("custodian.identity");

    public static GitHubIdentity Of(long installation) => new($"installation {installation}", installation);

    public static GitHubIdentity Of(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var identity) ? identity : Plain;

    public void Mark(HttpRequestMessage request) => request.Options.Set(Key, this);
}
