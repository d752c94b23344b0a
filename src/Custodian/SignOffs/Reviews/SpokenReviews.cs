using Custodian.Forges;
using Custodian.Rules;

namespace Custodian.SignOffs.Reviews;

/// <summary>From the reviews of pull requests to what people whom the policy names say by them.</summary>
internal static class SpokenReviews
{
    /// <param name="reviews">Of all pull requests, each with the numbers of its repository and its pull request.</param>
    /// <param name="find">Whose account it is.</param>
    /// <returns>The last word of each person on each commit. Remarks are no word on the commit, machines no people.</returns>
    public static IReadOnlyList<ForgeWord> Last(IEnumerable<(long Repository, long PullRequest, ForgeReview Review)> reviews, Func<long, Person?> find) =>
    [
        .. from one in reviews
           let review = one.Review
           where review is { State: not ForgeReviewState.Commented, By.Bot: false, Commit: not null, At: not null }
           orderby review.At, review.Id
           let person = find(review.By!.Id)
           where person is not null
           group Word($"{one.Repository}/{one.PullRequest}/review/{review.Id}/", review, person) by (person.Id, review.Commit) into said
           select said.Last(),
    ];

    // Others may dismiss a review, too: that takes an approval away, and lifts nobody's rejection. When they did is not told.
    private static ForgeWord Word(string id, ForgeReview review, Person person) => review.State switch
    {
        ForgeReviewState.Approved => new(id + "approved", person, review.Commit!.Value, SignOffDecision.Approve, review.At, review.Body),
        ForgeReviewState.ChangesRequested => new(id + "changesrequested", person, review.Commit!.Value, SignOffDecision.Reject, review.At, review.Body),
        _ => new(id + "dismissed", person, review.Commit!.Value, SignOffDecision.Withdraw, null, null, Of: id),
    };
}
