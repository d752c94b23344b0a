namespace Custodian.Forges.GitHub;

/// <summary>A repository, and as whom we go there.</summary>
internal sealed record GitHubPlace(string Owner, string Name, GitHubIdentity Identity);
