using System.Text;
using System.Text.RegularExpressions;

namespace Custodian.Policies;

/// <summary>
/// Globs over whole relative paths: <c>*</c> and <c>?</c> within a name, <c>**</c> for any number of folders; case counts. One automaton
/// for all of them, which reads each character of a path once, whatever the globs.
/// </summary>
internal sealed class PathGlobs
{
    private const int Longest = 300;

    private readonly Regex? form;

    /// <param name="globs">Each as <see cref="WhyNot"/> allows it; none matches nothing.</param>
    public PathGlobs(IEnumerable<string> globs)
    {
        var forms = string.Join('|', globs.Distinct(StringComparer.Ordinal).Select(Form));
        // A negated class takes line ends too, and names in git may have them.
        form = forms.Length == 0 ? null : new Regex($@"\A(?:{forms})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    /// <summary>True when one of the globs matches the path.</summary>
    /// <param name="path">Relative, with forward slashes.</param>
    public bool Matches(string path) => form?.IsMatch(path) == true;

    /// <summary>Why this is no glob, with the mend; null: it is one.</summary>
    public static string? WhyNot(string text)
    {
        if (text.Contains('\\')) return "has a '\\' in it: separate folders with '/'";
        if (text[0] == '/') return "begins with '/': write it from the top folder of the code on, such as STHK/**";
        if (text[^1] == '/') return $"names a folder: write {Quote.Of(text + "**")} for everything in it";
        if (text.Length > Longest) return $"is longer than {Longest} characters: write a shorter one";

        var names = text.Split('/');
        if (names.Any(name => name is "" or "." or "..")) return "has an empty name, '.' or '..' in it: write the path itself";
        return names.Any(name => name != "**" && name.Contains("**", StringComparison.Ordinal))
            ? "has '**' beside other characters: '**' stands alone between slashes, and '*' within a name"
            : null;
    }

    private static string Form(string glob)
    {
        var form = new StringBuilder();
        var names = glob.Split('/');
        for (var index = 0; index < names.Length; index++)
        {
            var last = index == names.Length - 1;
            if (names[index] == "**") form.Append(last ? ".+" : "(?:[^/]+/)*");
            else form.Append(Name(names[index])).Append(last ? "" : "/");
        }

        return form.ToString();
    }

    private static string Name(string name) => string.Concat(name.EnumerateRunes().Select(rune => rune.Value switch
    {
        '*' => "[^/]*",
        // A character of a name, even one that takes two units of UTF-16.
        '?' => @"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^/])",
        _ => Regex.Escape(rune.ToString()),
    }));
}
