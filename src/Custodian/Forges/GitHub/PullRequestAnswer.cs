using Custodian.Rules;

namespace Custodian.Forges.GitHub;

/// <summary>What is used of a pull request as GitHub tells it, alone or in a list.</summary>
internal sealed class PullRequestAnswer
{
    public long Number { get; set; }

    public string? Title { get; set; }

    public string? Body { get; set; }

    public string? HtmlUrl { get; set; }

    public string? State { get; set; }

    public bool Draft { get; set; }

    public DateTimeOffset? MergedAt { get; set; }

    public DateTimeOffset? UpdatedAt { get; set; }

    public AccountAnswer? User { get; set; }

    public PullRequestEndAnswer? Head { get; set; }

    public PullRequestEndAnswer? Base { get; set; }

    public List<AccountAnswer>? RequestedReviewers { get; set; }

    public bool IsOpen => State == "open";

    public IEnumerable<ForgeAccount> Requested => (RequestedReviewers ?? []).Select(AccountAnswer.Of).OfType<ForgeAccount>();

    public ForgePullRequest ToForge()
    {
        var whole = this is { Number: > 0, State.Length: > 0, Head.Ref.Length: > 0, Base.Ref.Length: > 0 };
        if (!whole || !CommitSha.TryParse(Head!.Sha, out var head) || !Uri.TryCreate(HtmlUrl, UriKind.Absolute, out var url)) throw GitHubTroubles.Strange();

        return new()
        {
            Number = Number,
            Title = Title ?? "",
            Url = url,
            Author = AccountAnswer.Of(User),
            HeadBranch = Head.Ref!,
            Head = head,
            HeadRepositoryId = Head.Repo?.Id,
            BaseBranch = Base!.Ref!,
            Open = IsOpen,
            // A list says it by the time alone.
            Merged = MergedAt is not null,
            Draft = Draft,
            UpdatedAt = UpdatedAt ?? throw GitHubTroubles.Strange(),
            Requested = [.. Requested],
        };
    }
}
