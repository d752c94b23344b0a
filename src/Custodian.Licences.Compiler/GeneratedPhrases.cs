using System.Text.RegularExpressions;
using Custodian.Licences.Phrases;
using Custodian.Licences.Reading;

namespace Custodian.Licences.Compiler;

/// <summary>What SPDX's list itself says of a licence besides its text: its name, its id and its addresses.</summary>
internal static partial class GeneratedPhrases
{
    public static IEnumerable<(PhraseRule Rule, string Phrase)> Of(SpdxLicence licence)
    {
        if (Name(licence) is { } name) yield return (Rule(licence, FindingKind.NameReference, PhraseNeeds.Nothing), name);
        if (WithoutVersion(licence) is { } bare) yield return (Rule(licence, FindingKind.NameReference, PhraseNeeds.NoBetter), bare);
        if (Id(licence.Id) is { } id) yield return (Rule(licence, FindingKind.NameReference, PhraseNeeds.Context), id);
        else if (!Gnu().IsMatch(licence.Id)) yield return (Rule(licence, FindingKind.NameReference, PhraseNeeds.Field), licence.Id);
        foreach (var address in licence.Url.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Address(address) is { } url) yield return (Rule(licence, FindingKind.UrlReference, PhraseNeeds.Nothing), url);
        }
    }

    private static PhraseRule Rule(SpdxLicence licence, FindingKind kind, PhraseNeeds needs) => new(licence.Id, kind, needs, $"SPDX:{licence.Id}");

    // The GNU names are said with their versions by phrases of their own.
    private static string? Name(SpdxLicence licence)
    {
        if (Gnu().IsMatch(licence.Id)) return null;
        var name = Bracketed().Replace(licence.Name, " ");
        name = Syntax().Replace(name, " ").Trim();
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !TellingWord().IsMatch(name) || (words.Length == 2 && words[1].Length < 6) || !Keywords.In(name) || name.EndsWith("variant", StringComparison.Ordinal)) return null;
        var phrase = Version().Replace(name, match => $" [version|v|ver] ({match.Groups[1].Value}|v{match.Groups[1].Value}) ");
        return phrase.Contains("..", StringComparison.Ordinal) ? null : phrase;
    }

    // "Condor Public License": who writes no version means some version.
    private static string? WithoutVersion(SpdxLicence licence) =>
        !Gnu().IsMatch(licence.Id) && Versioned().Match(licence.Name) is { Success: true } match && Keywords.In(match.Groups[1].Value) ? match.Groups[1].Value : null;

    private static string? Id(string id) => Gnu().IsMatch(id) || !id.Contains('-') || !id.Any(char.IsAsciiDigit) ? null : id;

    private static string? Address(string url)
    {
        var match = Link().Match(url);
        if (!match.Success) return null;
        var (host, path) = (match.Groups[1].Value, match.Groups[2].Value);
        // A whole site, or a page that many licences share, names no licence; an address without a keyword would never be looked at.
        if (path.Trim('/').Length < 4 || Shared().IsMatch(url) || !Keywords.In(url)) return null;
        path = Syntax().Replace(path, " ").Replace("..", " ", StringComparison.Ordinal);
        path = Extension().Replace(path, "");
        return $"http [www] {host} {path} [html|htm|txt|php]";
    }

    [GeneratedRegex("^(A?GPL|LGPL|GFDL|AFL|OSL)-", RegexOptions.CultureInvariant)]
    private static partial Regex Gnu();

    [GeneratedRegex(@"^([A-Za-z]+(?: [A-Za-z]+)+ (?:License|Licence|Agreement))(?:,? (?:version|v\.?)?\s*\d[\d.a-z]*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Versioned();

    [GeneratedRegex(@"\([^)]*\)", RegexOptions.CultureInvariant)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"[()\[\]|@""“”]|\.\.+", RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();

    [GeneratedRegex(@"licen[cs]e|agreement|public|permission|dedication|notice|variant|clause", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TellingWord();

    [GeneratedRegex(@"\b(?:version |ver |v\.? ?)?(\d+(?:\.\d+)+[a-z]?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Version();

    [GeneratedRegex(@"^https?://(?:www\.)?([^/]+)/(.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"fedoraproject\.org/wiki/Licensing(:|/)?[^/]*$|#|blob/|web\.archive", RegexOptions.CultureInvariant)]
    private static partial Regex Shared();

    [GeneratedRegex(@"\.(html?|txt|php)$|/$", RegexOptions.CultureInvariant)]
    private static partial Regex Extension();
}
