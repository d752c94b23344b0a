using Custodian.Rules;

namespace Custodian.Pages;

/// <summary>Addresses of what is told of one candidate and its checks.</summary>
internal static class CheckDoors
{
    public static string Log(string repository, CommitSha commit, string check) => $"/api/v1{Of(repository, commit, check)}/log";

    /// <summary>Of a check of licences alone.</summary>
    public static string Spdx(string repository, CommitSha commit, string check) => $"/api/v1{Of(repository, commit, check)}/spdx";

    /// <summary>The page of a check of licences.</summary>
    public static string Page(string repository, CommitSha commit, string check) => $"{Of(repository, commit, check)}/report";

    /// <summary>The page of a commit.</summary>
    public static string Candidate(string repository, CommitSha commit) => $"/repositories/{Uri.EscapeDataString(repository)}/candidates/{commit}";

    private static string Of(string repository, CommitSha commit, string check) =>
        $"{Candidate(repository, commit)}/checks/{Uri.EscapeDataString(check)}";
}
