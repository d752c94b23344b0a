namespace Custodian.Policies;

/// <summary>Reads globs, and refuses those that could never match.</summary>
internal static class Globs
{
    public static IReadOnlyList<string> Read(YamlSection section, string key, string? mend = null)
    {
        var globs = section.Texts(key, mend);
        foreach (var glob in globs)
        {
            if (PathGlobs.WhyNot(glob.Text) is { } why) section.Problems.Add(glob.At, $"{Quote.Of(glob.Text)} {why}.");
        }

        return [.. globs.Select(glob => glob.Text)];
    }
}
