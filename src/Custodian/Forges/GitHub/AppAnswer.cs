namespace Custodian.Forges.GitHub;

internal sealed class AppAnswer
{
    public string? Slug { get; set; }
}
