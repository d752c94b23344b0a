namespace Custodian.Forges.GitHub;

/// <summary>What GitHub calls us where we write.</summary>
internal sealed class OwnName(GitHubApi api)
{
    /// <summary>The login of our App's account, or of the person whose token it is. Asked each time: it can be changed while we run.</summary>
    /// <exception cref="ForgeException">GitHub did not say.</exception>
    public async Task<string> FindAsync(GitHubIdentity identity, CancellationToken stop)
    {
        if (identity.Installation is null) return await api.FindAsync<AccountAnswer>(identity, new("user", UriKind.Relative), stop) is { Login: { Length: > 0 } login } ? login : throw GitHubTroubles.Strange();

        // Nobody else is called so: no person's login has brackets.
        return await api.FindAsync<AppAnswer>(GitHubIdentity.App, new("app", UriKind.Relative), stop) is { Slug: { Length: > 0 } slug } ? $"{slug}[bot]" : throw GitHubTroubles.Strange();
    }
}
