using Custodian.Rules;

namespace Custodian.Git;

/// <summary>The branches that the gate itself makes, each at one candidate, to ask for it elsewhere.</summary>
internal static class CandidateBranch
{
    private const string Heads = "refs/heads/";
    private const string Folder = "custodian/candidate/";

    /// <returns>Without <c>refs/heads/</c>.</returns>
    public static string Of(CommitSha commit) => $"{Folder}{commit}";

    /// <summary>True of a name that only the gate gives: nobody's work comes from there, whatever a pattern of source branches says.</summary>
    /// <param name="name">In full.</param>
    public static bool IsOne(string name) => name.StartsWith(Heads + Folder, StringComparison.Ordinal);
}
