namespace Custodian.Forges.GitHub;

/// <summary>What is used of a comment as GitHub tells it.</summary>
internal sealed class CommentAnswer
{
    public long Id { get; set; }

    public AccountAnswer? User { get; set; }

    public string? Body { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Of what it is below; to GitHub every pull request is an issue too.</summary>
    public string? IssueUrl { get; set; }

    public ForgeComment ToForge() => Id > 0 ? new(Id, AccountAnswer.Of(User), Body ?? "", CreatedAt, UpdatedAt) : throw GitHubTroubles.Strange();
}
