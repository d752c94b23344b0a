namespace Custodian.Forges.GitHub;

/// <summary>Where a pull request comes from, or goes to.</summary>
internal sealed class PullRequestEndAnswer
{
    public string? Ref { get; set; }

    public string? Sha { get; set; }

    /// <summary>Null: it was deleted.</summary>
    public RepositoryAnswer? Repo { get; set; }
}
