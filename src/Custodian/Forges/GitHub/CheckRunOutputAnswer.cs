namespace Custodian.Forges.GitHub;

internal sealed class CheckRunOutputAnswer
{
    public int AnnotationsCount { get; set; }
}
