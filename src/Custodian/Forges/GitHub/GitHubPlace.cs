namespace Custodian.Forges.GitHub;

/// <summary>A repository, and as whom we go there.</summary>
internal sealed record GitHubPlace(string Owner, string Name, GitHubIdentity Identity)
{
    /// <summary>Address of a part of it, from where the API begins.</summary>
    public Uri At(string part) => new($"repos/{Uri.EscapeDataString(Owner)}/{Uri.EscapeDataString(Name)}/{part}", UriKind.Relative);
}
