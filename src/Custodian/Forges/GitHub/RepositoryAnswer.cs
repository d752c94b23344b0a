namespace Custodian.Forges.GitHub;

internal sealed class RepositoryAnswer
{
    public long Id { get; set; }
}
