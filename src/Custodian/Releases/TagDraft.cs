using Custodian.Rules;

namespace Custodian.Releases;

/// <summary>The tag object of a release before it is signed: git's own format, so that git verify-tag is judge of it.</summary>
internal static class TagDraft
{
    /// <param name="content">SHA-256 id of the commit's tree: SHA-1 alone does not carry a certificate.</param>
    /// <param name="person">Id of the proposer; names are not written into tags.</param>
    public static string Write(string repository, string version, CommitSha commit, string content, string policy, string person, string custodian, DateTimeOffset now) =>
        $"""
        object {commit}
        type commit
        tag certified/{version}
        tagger {person} <{person}@{custodian}> {now.ToUnixTimeSeconds()} +0000

        {repository} {version}, certified by every custodian

        Contents: sha256:{content}
        Policy: sha256:{policy}

        """.ReplaceLineEndings("\n");
}
