namespace Custodian.Forges.GitHub;

internal sealed class GitRefAnswer
{
    /// <summary>With <c>refs/heads/</c>.</summary>
    public string? Ref { get; set; }

    public GitObjectAnswer? Object { get; set; }
}
