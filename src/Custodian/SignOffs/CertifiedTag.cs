using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Custodian.Rules;

namespace Custodian.SignOffs;

/// <summary>A release's tag object as its proposer signed it: git's own format, so that git verify-tag is judge of it.</summary>
/// <param name="Payload">What is signed: everything before the signature.</param>
/// <param name="Seconds">When its tagger says to have made it, in seconds since 1970, UTC.</param>
internal sealed partial record CertifiedTag(string Version, CommitSha Commit, byte[] Bytes, byte[] Payload, string Signature, long Seconds)
{
    public const string VersionMend = "at most 64 letters, digits, dots, plus and minus, a letter or digit first and last, no two dots together and no .lock at the end";

    private const string SignatureMark = "-----BEGIN SSH SIGNATURE-----";

    public static string NameOf(string version) => $"certified/{version}";

    public static bool IsVersion(string version) => VersionForm().IsMatch(version) && !version.Contains("..", StringComparison.Ordinal) && !version.EndsWith(".lock", StringComparison.Ordinal);

    /// <summary>The tag object of a release before it is signed. Whoever signs a release vouches for every word of it, so there is one text only.</summary>
    /// <param name="content">SHA-256 id of the commit's tree: SHA-1 alone does not carry a certificate.</param>
    /// <param name="person">Id of the proposer; names are not written into tags.</param>
    /// <param name="seconds">When, in seconds since 1970, UTC.</param>
    /// <param name="exceptions">Deviations and waivers, a line each (<see cref="PrintedExceptions"/>).</param>
    public static string Draft(
        string repository, string version, CommitSha commit, string content, string policy, string person, string custodian, long seconds, IReadOnlyList<string> exceptions) =>
        $"""
        object {commit}
        type commit
        tag {NameOf(version)}
        tagger {person} <{person}@{custodian}> {seconds} +0000

        {repository} {version}, certified by every custodian

        Contents: sha256:{content}
        Policy: sha256:{policy}

        """.ReplaceLineEndings("\n") + string.Concat(exceptions.Select(line => $"{line}\n"));

    /// <summary>True when the signed text is the draft, at whatever time.</summary>
    public bool IsDraft(string repository, string content, string policy, string person, string custodian, IReadOnlyList<string> exceptions) =>
        Encoding.UTF8.GetString(Payload) == Draft(repository, Version, Commit, content, policy, person, custodian, Seconds, exceptions);

    /// <exception cref="RefusalException">It is not a signed tag of that version.</exception>
    public static CertifiedTag Parse(byte[] bytes, string version)
    {
        if (!IsVersion(version)) throw new RefusalException(Refusal.Parameters, $"'{version}' is not a version: {VersionMend}.");

        var text = Encoding.UTF8.GetString(bytes);
        var mark = text.IndexOf(SignatureMark, StringComparison.Ordinal);
        var lines = text.Split('\n');
        if (mark < 0 || bytes.Length > 32 << 10 || lines.Length < 6 || !Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes)) throw Wrong("it has no SSH signature, or is not UTF-8 text");
        // What followed would be published with it: git reads a second signature, people a sentence that nobody signed.
        if (!SignatureForm().IsMatch(text[mark..])) throw Wrong("it must end with one SSH signature");
        if (!lines[0].StartsWith("object ", StringComparison.Ordinal) || !CommitSha.TryParse(lines[0][7..], out var commit)) throw Wrong("it names no commit");
        if (lines[1] != "type commit" || lines[2] != $"tag {NameOf(version)}" || TaggerForm().Match(lines[3]) is not { Success: true } tagger || lines[4].Length > 0)
        {
            throw Wrong($"its header is not that of {NameOf(version)} on a commit");
        }

        var seconds = long.Parse(tagger.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        return new(version, commit, bytes, Encoding.UTF8.GetBytes(text[..mark]), text[mark..], seconds);
    }

    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(Bytes));

    private static RefusalException Wrong(string why) => new(Refusal.TagWrong, $"The tag object cannot be taken: {why}.");

    [GeneratedRegex(@"\Atagger .*> (0|[1-9][0-9]{0,10}) [+]0000\z")]
    private static partial Regex TaggerForm();

    [GeneratedRegex(@"\A-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=]+\n)+-----END SSH SIGNATURE-----\n?\z")]
    private static partial Regex SignatureForm();

    [GeneratedRegex(@"\A[0-9A-Za-z]([0-9A-Za-z.+-]{0,62}[0-9A-Za-z])?\z")]
    private static partial Regex VersionForm();
}
