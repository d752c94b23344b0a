using Custodian.Rules;

namespace Custodian.Forges.GitHub;

/// <summary>What is used of a review as GitHub tells it.</summary>
internal sealed class ReviewAnswer
{
    public long Id { get; set; }

    public AccountAnswer? User { get; set; }

    public string? Body { get; set; }

    public string? State { get; set; }

    public string? CommitId { get; set; }

    public DateTimeOffset? SubmittedAt { get; set; }

    /// <summary>Its author sees it, and nobody else.</summary>
    public bool IsPending => State == "PENDING";

    public ForgeReview ToForge()
    {
        if (Id <= 0) throw GitHubTroubles.Strange();
        return new(Id, AccountAnswer.Of(User), CommitSha.TryParse(CommitId, out var commit) ? commit : null, Said(), SubmittedAt, Body ?? "");
    }

    // A state that is not known is not passed over: it may be against.
    private ForgeReviewState Said() => State switch
    {
        "APPROVED" => ForgeReviewState.Approved,
        "CHANGES_REQUESTED" => ForgeReviewState.ChangesRequested,
        "COMMENTED" => ForgeReviewState.Commented,
        "DISMISSED" => ForgeReviewState.Dismissed,
        _ => throw GitHubTroubles.Strange(),
    };
}
