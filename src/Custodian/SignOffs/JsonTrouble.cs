using System.Text.Json;
using System.Text.RegularExpressions;

namespace Custodian.SignOffs;

/// <summary>Says what is wrong with JSON in words that do not need a programmer.</summary>
internal static partial class JsonTrouble
{
    public static string Explain(JsonException wrong)
    {
        var place = wrong.Path is { Length: > 2 } path ? $"'{path[2..]}'" : "the document";
        if (UnknownMember().Match(wrong.Message) is { Success: true } unknown) return $"'{unknown.Groups[1].Value}' is not a member that belongs there.";
        if (NullMember().Match(wrong.Message) is { Success: true } nothing) return $"'{nothing.Groups[1].Value}' must not be null.";
        if (wrong.Message.Contains("missing required properties", StringComparison.Ordinal)) return $"{place} lacks {wrong.Message[(wrong.Message.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()}";
        if (wrong.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)) return $"{place} is nested too deeply.";
        if (wrong.Message.Contains("could not be converted", StringComparison.Ordinal)) return $"{place} has a value that is not of the right form.";
        return wrong.Path is null || wrong.Message.Contains(wrong.Path, StringComparison.Ordinal) ? wrong.Message : $"{place}: {wrong.Message}";
    }

    [GeneratedRegex("property or (?:constructor parameter|field) '([^']*)'.*null", RegexOptions.IgnoreCase)]
    private static partial Regex NullMember();

    [GeneratedRegex("JSON property '([^']*)' could not be mapped")]
    private static partial Regex UnknownMember();
}
