namespace Custodian.Policies;

/// <summary>Reads globs, and refuses those that could never match.</summary>
internal static class Globs
{
    public static IReadOnlyList<string> Read(YamlSection section, string key) => ReadIfAny(section, key) ?? [];

    /// <summary>The same; null where the key is missing. <paramref name="mend"/> says what to write into an empty list.</summary>
    public static IReadOnlyList<string>? ReadIfAny(YamlSection section, string key, string? mend = null)
    {
        if (section.TextsIfAny(key, mend) is not { } globs) return null;

        foreach (var glob in globs)
        {
            if (PathGlobs.WhyNot(glob.Text) is { } why) section.Problems.Add(glob.At, $"{Quote.Of(glob.Text)} {why}.");
        }

        return [.. globs.Select(glob => glob.Text)];
    }
}
