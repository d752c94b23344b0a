namespace Custodian.Forges.GitHub;

internal sealed class CheckRunAppAnswer
{
    public long Id { get; set; }
}
