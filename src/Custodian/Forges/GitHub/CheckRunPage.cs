namespace Custodian.Forges.GitHub;

internal sealed class CheckRunPage
{
    public List<CheckRunAnswer> CheckRuns { get; set; } = [];
}
