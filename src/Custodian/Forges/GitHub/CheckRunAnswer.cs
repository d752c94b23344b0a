namespace Custodian.Forges.GitHub;

/// <summary>What is used of a check run as GitHub tells it. Octokit's own type fails where GitHub leaves the start out, as it may.</summary>
internal sealed class CheckRunAnswer
{
    public long Id { get; set; }

    public string? ExternalId { get; set; }

    public string? HeadSha { get; set; }

    public CheckRunOutputAnswer? Output { get; set; }

    /// <summary>Null: not told.</summary>
    public CheckRunAppAnswer? App { get; set; }
}
