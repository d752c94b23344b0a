using System.IO.Enumeration;

namespace Custodian.Policies;

/// <summary>
/// Globs over whole relative paths: <c>*</c> and <c>?</c> within a name, <c>**</c> for any number of folders; case counts. Names are
/// matched by the framework; one automaton of all globs (a regular expression) took several times as long over a whole repository.
/// </summary>
internal sealed class PathGlobs
{
    private const int Longest = 300;
    private const string Folders = "**";

    private readonly string[][] globs;

    /// <param name="globs">Each as <see cref="WhyNot"/> allows it; none matches nothing.</param>
    public PathGlobs(IEnumerable<string> globs) => this.globs = [.. globs.Distinct(StringComparer.Ordinal).Select(glob => glob.Split('/'))];

    /// <summary>True when one of the globs matches the path.</summary>
    /// <param name="path">Relative, with forward slashes.</param>
    public bool Matches(string path)
    {
        foreach (var names in globs)
        {
            if (Matches(names, path)) return true;
        }

        return false;
    }

    /// <summary>Why this is no glob, with the mend; null: it is one.</summary>
    public static string? WhyNot(string text)
    {
        if (text.Contains('\\')) return "has a '\\' in it: separate folders with '/'";
        if (text[0] == '/') return "begins with '/': write it from the top folder of the code on, such as STHK/**";
        if (text[^1] == '/') return $"names a folder: write {Quote.Of(text + Folders)} for everything in it";
        if (text.Length > Longest) return $"is longer than {Longest} characters: write a shorter one";

        var names = text.Split('/');
        if (names.Any(name => name is "" or "." or "..")) return "has an empty name, '.' or '..' in it: write the path itself";
        return names.Any(name => name != Folders && name.Contains(Folders, StringComparison.Ordinal))
            ? "has '**' beside other characters: '**' stands alone between slashes, and '*' within a name"
            : null;
    }

    // Where a name does not fit, only the last '**' can still take one folder more: what came before it may stay as it is.
    private static bool Matches(string[] names, ReadOnlySpan<char> path)
    {
        var (at, next, lastFolders, retry) = (0, 0, -1, 0);
        while (at <= path.Length)
        {
            if (next < names.Length && names[next] == Folders)
            {
                if (next == names.Length - 1) return true;
                (lastFolders, retry) = (next, at);
                next++;
                continue;
            }

            var length = LengthOfName(path, at);
            if (next < names.Length && FileSystemName.MatchesSimpleExpression(names[next], path.Slice(at, length), ignoreCase: false))
            {
                at += length + 1;
                next++;
                continue;
            }

            if (lastFolders < 0) return false;
            retry += LengthOfName(path, retry) + 1;
            (at, next) = (retry, lastFolders + 1);
        }

        return next == names.Length;
    }

    private static int LengthOfName(ReadOnlySpan<char> path, int at) => path[at..].IndexOf('/') is >= 0 and var slash ? slash : path.Length - at;
}
