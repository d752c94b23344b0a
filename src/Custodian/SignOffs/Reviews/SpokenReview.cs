using Custodian.Forges;
using Custodian.Rules;

namespace Custodian.SignOffs.Reviews;

/// <summary>What a person whom the policy names said last of a commit, by reviews.</summary>
/// <param name="Id">What it was said in, and how that stands: a review that was dismissed says something else than before.</param>
internal sealed record SpokenReview(string Id, ForgeReview Review, CommitSha Commit, Person Person)
{
    /// <summary>Of this review, however it stands.</summary>
    public string IdOfAny => Id[..(Id.LastIndexOf('/') + 1)];

    /// <param name="find">Whose account it is.</param>
    /// <param name="reviews">Of all pull requests of one repository, each with its pull request's number.</param>
    /// <returns>One for each person and commit. Remarks are no word on the commit, machines no people.</returns>
    public static IReadOnlyList<SpokenReview> Last(long repository, IEnumerable<(long PullRequest, ForgeReview Review)> reviews, Func<long, Person?> find) =>
    [
        .. from one in reviews
           let review = one.Review
           where review is { State: not ForgeReviewState.Commented, By.Bot: false, Commit: not null, At: not null }
           orderby review.At, review.Id
           let person = find(review.By!.Id)
           where person is not null
           group new SpokenReview($"{repository}/{one.PullRequest}/review/{review.Id}/{review.State.ToString().ToLowerInvariant()}", review, review.Commit!.Value, person) by (person.Id, review.Commit) into said
           select said.Last(),
    ];
}
