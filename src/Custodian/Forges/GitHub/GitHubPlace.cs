namespace Custodian.Forges.GitHub;

/// <summary>A repository, and as whom we go there.</summary>
/// <param name="Id">GitHub's number of it.</param>
internal sealed record GitHubPlace(long Id, string Owner, string Name, GitHubIdentity Identity)
{
    public string FullName => $"{Owner}/{Name}";

    /// <summary>Address of a part of it, from where the API begins.</summary>
    public Uri At(string part) => new($"repos/{Uri.EscapeDataString(Owner)}/{Uri.EscapeDataString(Name)}/{part}", UriKind.Relative);
}
