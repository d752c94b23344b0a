namespace Custodian.Forges;

/// <summary>A pull request of ours, from a branch of the repository itself.</summary>
/// <param name="HeadBranch">Without <c>refs/heads/</c>.</param>
/// <param name="BaseBranch">Without <c>refs/heads/</c>.</param>
/// <param name="Title">One line; cut where the forge takes no more.</param>
/// <param name="Body">Markdown; cut at 65,536 characters with a sentence that says so.</param>
internal sealed record ForgePullRequestDraft(string HeadBranch, string BaseBranch, string Title, string Body);
