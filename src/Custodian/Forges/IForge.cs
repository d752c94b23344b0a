using Custodian.Rules;

namespace Custodian.Forges;

/// <summary>
/// Where people talk about code. Each call may be repeated: a second one changes nothing more, whatever became of the first one's
/// answer. Calls may take minutes, where the forge asks for patience.
/// </summary>
internal interface IForge
{
    /// <summary>The repository as the forge knows it now; renames and transfers are followed.</summary>
    /// <param name="fullName"><c>OWNER/NAME</c>.</param>
    /// <returns>Null: it is not there, or not visible to us.</returns>
    /// <exception cref="ForgeException">The forge refused, or cannot be reached.</exception>
    Task<ForgeRepository?> FindAsync(string fullName, CancellationToken stop);

    /// <summary>
    /// Creates the check run, or updates the one of ours that has its external id on that commit. Annotations that the forge has
    /// already are not sent again, by their number and order: an external id never gets other ones.
    /// </summary>
    /// <param name="known">What an earlier call returned, for this external id or for one that had no annotations and becomes this one; null: it is looked for.</param>
    /// <returns>The forge's id.</returns>
    /// <exception cref="ForgeException">The forge refused, or cannot be reached; some of it may be there, and the next call does the rest.</exception>
    Task<long> PutCheckRunAsync(ForgeRepository repository, ForgeCheckRun run, long? known, CancellationToken stop);

    /// <summary>Every pull request, open or closed, that was touched since then, the latest first.</summary>
    /// <exception cref="ForgeException">The forge refused, or cannot be reached.</exception>
    Task<IReadOnlyList<ForgePullRequest>> RecentPullRequestsAsync(ForgeRepository repository, DateTimeOffset since, CancellationToken stop);

    /// <returns>Null: there is none of that number, or it is not visible to us.</returns>
    /// <exception cref="ForgeException">The forge refused, or cannot be reached.</exception>
    Task<ForgePullRequest?> FindPullRequestAsync(ForgeRepository repository, long number, CancellationToken stop);

    /// <summary>Every review that was sent in, in the forge's order: the oldest first.</summary>
    /// <exception cref="ForgeException">The forge refused, or cannot be reached.</exception>
    Task<IReadOnlyList<ForgeReview>> ReviewsAsync(ForgeRepository repository, long number, CancellationToken stop);

    /// <summary>What is said below a pull request, not beside its code; the oldest first.</summary>
    /// <exception cref="ForgeException">The forge refused, or cannot be reached.</exception>
    Task<IReadOnlyList<ForgeComment>> CommentsAsync(ForgeRepository repository, long number, CancellationToken stop);

    /// <summary>Who has that number, and what they are called now.</summary>
    /// <param name="repository">As whose guest the forge is asked: what is seen of an account, and how often we may ask, depends on it.</param>
    /// <returns>Null: nobody, or nobody whom we may see.</returns>
    /// <exception cref="ForgeException">The forge refused, or cannot be reached.</exception>
    Task<ForgeAccount?> FindAccountAsync(ForgeRepository repository, long id, CancellationToken stop);

    /// <summary>Makes a branch at a commit that the repository has. One that is there already is left alone, and never moved.</summary>
    /// <param name="branch">Without <c>refs/heads/</c>.</param>
    /// <exception cref="ForgeException">The branch is elsewhere (lasting); or the forge refused, or cannot be reached.</exception>
    Task PutBranchAsync(ForgeRepository repository, string branch, CommitSha commit, CancellationToken stop);

    /// <summary>Deletes a branch wherever it is; one that is gone already is no trouble. The forge closes its open pull requests.</summary>
    /// <param name="branch">Without <c>refs/heads/</c>.</param>
    /// <exception cref="ForgeException">The forge refused, or cannot be reached.</exception>
    Task DeleteBranchAsync(ForgeRepository repository, string branch, CancellationToken stop);

    /// <summary>Opens a pull request, or brings the title and the text of the open one between these branches up to date; what is the same is not written.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="ForgeException">The forge refused, or cannot be reached.</exception>
    Task<long> PutPullRequestAsync(ForgeRepository repository, ForgePullRequestDraft draft, CancellationToken stop);

    /// <summary>Closes a pull request unmerged; one that is closed or merged already is left alone.</summary>
    /// <exception cref="ForgeException">The forge refused, or cannot be reached.</exception>
    Task ClosePullRequestAsync(ForgeRepository repository, long number, CancellationToken stop);

    /// <summary>Writes the one comment of ours with that marker below a pull request, or brings it up to date; what is the same is not written.</summary>
    /// <param name="marker">An HTML comment on one line, which nobody sees: <c>&lt;!-- custodian --&gt;</c>. The comment begins with it.</param>
    /// <param name="body">Markdown after the marker; cut at 65,536 characters in all, with a sentence that says so.</param>
    /// <param name="known">What an earlier call returned; null: it is looked for.</param>
    /// <returns>The forge's id.</returns>
    /// <exception cref="ForgeException">The forge refused, or cannot be reached.</exception>
    /// <exception cref="ArgumentException">The marker is none.</exception>
    Task<long> PutCommentAsync(ForgeRepository repository, long number, string marker, string body, long? known, CancellationToken stop);

    /// <summary>
    /// Asks exactly these people for their review of an open pull request: who is missing is asked, who is too many is not asked any
    /// more. Teams are left alone. To ask who has reviewed already is to ask again.
    /// </summary>
    /// <exception cref="ForgeException">
    /// The forge asks some of them for no review (lasting, with their names), and all the others have been asked; or it refused, or
    /// cannot be reached.
    /// </exception>
    Task RequestReviewsAsync(ForgeRepository repository, long number, IReadOnlyList<string> logins, CancellationToken stop);
}
