using Custodian.Rules;

namespace Custodian.Forges;

/// <summary>A pull request as it was when the forge was asked.</summary>
internal sealed record ForgePullRequest
{
    /// <summary>Within its repository.</summary>
    public required long Number { get; init; }

    /// <summary>Anybody may have written it.</summary>
    public required string Title { get; init; }

    /// <summary>Its page.</summary>
    public required Uri Url { get; init; }

    /// <summary>Null: that account is gone.</summary>
    public required ForgeAccount? Author { get; init; }

    /// <summary>In the head's repository, without <c>refs/heads/</c>.</summary>
    public required string HeadBranch { get; init; }

    /// <summary>The commit that it asks for.</summary>
    public required CommitSha Head { get; init; }

    /// <summary>Of a fork another than the repository's own. Null: that fork is gone.</summary>
    public required long? HeadRepositoryId { get; init; }

    /// <summary>Where it is to go, without <c>refs/heads/</c>.</summary>
    public required string BaseBranch { get; init; }

    public required bool Open { get; init; }

    public required bool Merged { get; init; }

    public required bool Draft { get; init; }

    /// <summary>When it was last touched, by the forge's clock: a push to its branch, a review, a comment.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Whose review is asked for and has not come; teams are left out.</summary>
    public required IReadOnlyList<ForgeAccount> Requested { get; init; }
}
