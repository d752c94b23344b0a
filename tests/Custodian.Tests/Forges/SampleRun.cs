using Custodian.Forges;
using Custodian.Rules;

namespace Custodian.Tests.Forges;

/// <summary>One good check run; tests change one thing in it.</summary>
internal static class SampleRun
{
    public static ForgeCheckRun Of(string commit, string externalId) => new()
    {
        Name = "custodian/gate",
        Commit = new CommitSha(commit),
        ExternalId = externalId,
        State = ForgeCheckState.InProgress,
        Title = "Two sign-offs are awaited",
        Summary = "**taunton** and *sthk* have not signed yet.",
        Details = "https://custodian.example.nhs.uk/candidates/1",
    };

    public static ForgeAnnotation[] Annotations(int count) =>
        [.. Enumerable.Range(1, count).Select(line => new ForgeAnnotation("src/A.java", line, line, ForgeAnnotationLevel.Warning, "GPL-2.0-only", $"finding {line}"))];
}
