using System.Text.RegularExpressions;

namespace Custodian.Tests.Arrows;

/// <summary>
/// What a Razor page says in C#, as C# would say it, line by line: its directives, its blocks, which end with a brace at the
/// beginning of a line, and of its markup whatever is named with a dot.
/// </summary>
internal static partial class RazorText
{
    public static string CodeOf(string text)
    {
        var inBlock = false;
        var code = new List<string>();
        foreach (var line in Comment().Replace(text, comment => new string('\n', comment.Value.Count(one => one == '\n'))).Split('\n'))
        {
            var begins = BlockStart().Match(line);
            if (inBlock || begins.Success) code.Add(line[begins.Length..]);
            else if (Directive().Match(line) is { Success: true } directive) code.Add($"{directive.Groups["using"].Value}{directive.Groups["name"].Value};");
            else code.Add(string.Join(' ', Named().Matches(line).Select(named => $"{named.Value} ;")));

            inBlock = begins.Success ? !line.TrimEnd().EndsWith('}') : inBlock && !line.StartsWith('}');
        }

        return string.Join('\n', code);
    }

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^@((code|functions)\s*(?=\{|$)|(?=\{))")]
    private static partial Regex BlockStart();

    [GeneratedRegex(@"^@((?<using>using\s)|inject\s|inherits\s|implements\s)\s*(?<name>[^;\r]+)")]
    private static partial Regex Directive();

    [GeneratedRegex(@"[A-Za-z_]\w*(\.\w+)+")]
    private static partial Regex Named();
}
