using Custodian.Forges;
using Custodian.Rules;

namespace Custodian.Notices.Proposals;

/// <summary>What a candidate's pull request says, and whom it asks; the same facts always say the same.</summary>
/// <param name="Body">What stays as it is while the pull request is open.</param>
/// <param name="Comment">What changes.</param>
/// <param name="Asked">Ids of those whose review is asked for, and nobody else's; null: whoever was asked stays so.</param>
internal sealed record PromotionNotice(string Title, string Body, string Comment, IReadOnlyList<string>? Asked)
{
    public static PromotionNotice Of(Proposal proposal) => new(
        $"Promote {proposal.Candidate.Commit.Abbreviated} to gold: {Foreign.Code(proposal.Subject)}",
        BodyOf(proposal),
        PromotionComment.Of(proposal),
        proposal.State != ProposalState.Open ? null : WhomToAsk(proposal.Told));

    private static string BodyOf(Proposal proposal) => $"""
        The gate of {Foreign.Code(proposal.Candidate.Repository)} asks whether {proposal.Candidate.Commit} may become gold. What it changes, how its checks stand and who is awaited is told in the comment below, which is kept up to date.

        **To act**, review this pull request (*Files changed*, then *Review changes*):

        - **Approve** signs off this very commit, in every role of yours that is asked for.
        - **Request changes** rejects it, until you approve it.
        - A comment alone counts for nothing, unless its first line is a command: `/custodian approve`, `reject` or `withdraw`, or `why`.

        Your review counts if the policy names your GitHub account. Nobody merges this pull request: once everybody who is asked has approved, the gate moves gold here by itself, and GitHub shows this as merged. Merging it by hand moves gold past the gate, which freezes it.
        """.ReplaceLineEndings("\n");

    // Directors are asked for what could become gold by their word: not while a check is still run, and not for what something speaks against.
    private static IReadOnlyList<string>? WhomToAsk(Explanation? told) => told?.Verdict switch
    {
        Verdict.Hold when !told.RunsChecks() => told.Awaited(),
        Verdict.Reject => [],
        _ => null,
    };
}
