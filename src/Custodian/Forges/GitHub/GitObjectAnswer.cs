namespace Custodian.Forges.GitHub;

internal sealed class GitObjectAnswer
{
    public string? Sha { get; set; }
}
