using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Custodian.Policies;

/// <summary>
/// Where a repository lies: https, ssh or a folder. Everything else that git would take (helpers such as <c>ext::</c>
/// run programs, http and git are open to anyone on the way) is refused, and so is whatever a program could take for
/// an option. It holds no secret: none is allowed in it.
/// </summary>
internal sealed partial record RemoteUrl
{
    private const string Mend = "use https://HOST/PATH, ssh://USER@HOST/PATH, USER@HOST:PATH or a folder";

    private RemoteUrl(string value, string written, RemoteKind kind)
    {
        Value = value;
        Written = written;
        Kind = kind;
    }

    /// <summary>What to give to git: an URL, or the absolute path of a folder.</summary>
    public string Value { get; }

    /// <summary>As it stands in the file; of a relative folder, without the file's own place, so that an estate can be moved.</summary>
    public string Written { get; }

    public RemoteKind Kind { get; }

    /// <summary>Takes what stands in the file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="baseFolder">Absolute; what a relative folder begins at.</param>
    /// <param name="url">The place, where it is one.</param>
    /// <param name="why">Why it is none, with the mend; never quotes the text, which may hold a password.</param>
    public static bool TryParse(string text, string baseFolder, [NotNullWhen(true)] out RemoteUrl? url, [NotNullWhen(false)] out string? why)
    {
        url = null;
        why = Fault(text);
        if (why is not null) return false;

        if (text.Contains("://", StringComparison.Ordinal))
        {
            why = UriFault(text, out var kind);
            if (why is null) url = new(text, text, kind);
        }
        else if (ScpLike().IsMatch(text))
        {
            url = new(text, text, RemoteKind.Ssh);
        }
        else if (text[0] != '/' && text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && text.IndexOf('/', StringComparison.Ordinal) is var slash && (slash < 0 || colon < slash))
        {
            why = "is neither an address nor a folder: write USER@HOST:PATH for ssh, or ./ in front of a folder";
        }
        else
        {
            var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, baseFolder));
            url = new(folder, text, RemoteKind.File);
        }

        return url is not null;
    }

    public override string ToString() => Value;

    private static string? Fault(string text)
    {
        if (text.Length == 0) return $"is empty: {Mend}";
        if (text.Any(char.IsControl)) return "has a control character in it: remove it";
        if (text[0] == '-') return $"begins with '-', which git could take for an option: {Mend}";
        if (text[0] == '~') return "begins with '~', which is not looked up here: write the whole path";
        if (text.Contains("::", StringComparison.Ordinal) && !text.Contains("://[", StringComparison.Ordinal)) return $"asks git to run a helper program ('::'): {Mend}";
        return null;
    }

    private static string? UriFault(string text, out RemoteKind kind)
    {
        kind = default;
        var scheme = text[..text.IndexOf("://", StringComparison.Ordinal)];
        switch (scheme)
        {
            case "https": kind = RemoteKind.Https; break;
            case "ssh": kind = RemoteKind.Ssh; break;
            case "file": kind = RemoteKind.File; break;
            case "http": return "is not encrypted: use https://";
            default: return $"uses '{(scheme.All(char.IsAsciiLetterOrDigit) ? scheme : "…")}', which is not allowed: {Mend}";
        }

        if (text.Any(character => character is ' ' or '\\')) return "has a blank or '\\' in it: write %20 for a blank, '/' for '\\'";
        if (text.Contains('?') || text.Contains('#')) return "has '?' or '#' in it, which no repository's address needs: remove that part";
        if (kind == RemoteKind.File)
        {
            return text.StartsWith("file:///", StringComparison.Ordinal) && text.Length > 8 ? null : "must have three slashes and a whole path: file:///srv/git/NAME.git";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0) return $"cannot be read: {Mend}";
        if (uri.Host[0] == '-' || uri.UserInfo.StartsWith('-')) return $"has a name that begins with '-', which ssh could take for an option: {Mend}";
        if (uri.AbsolutePath.Trim('/').Length == 0) return "names a server and no repository: add the repository's path";
        if (kind == RemoteKind.Https && uri.UserInfo.Length > 0)
        {
            return "has a user or password in it: take it out, put it under 'credentials:' and name that here with 'credentials'";
        }

        return uri.UserInfo.Contains(':') ? "has a password in it: take it out and use a key (ssh-key under 'credentials:')" : null;
    }

    // As git reads it: a colon before any slash. The user is asked for, so that no folder is taken for a host.
    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9._-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[^\s:\\-][^\s\\]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ScpLike();
}
