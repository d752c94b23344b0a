namespace Custodian.Checks;

/// <summary>
/// What has to be covered in a sandbox, since it lies below something that is shown there. Compared are the places that links lead
/// to: those are what the sandbox mounts.
/// </summary>
internal static class Covers
{
    // As many links as Linux follows.
    private const int MostLinks = 40;

    /// <param name="hidden">Files and folders, by any path.</param>
    /// <param name="shown">What the sandbox has, each under its own path.</param>
    /// <returns>Each place once, as the sandbox names it, none of them below another.</returns>
    public static IReadOnlyList<(string Place, bool IsFolder)> Of(IEnumerable<string> hidden, IEnumerable<string> shown)
    {
        // What is not there is not covered: that would create it, and tell its name.
        var real = hidden.Select(Real).Where(Path.Exists).ToList();
        var covers =
            (from show in shown
             let folder = Real(show).TrimEnd('/')
             from place in real
             where IsWithin(place, folder)
             select (Place: show.TrimEnd('/') + place[folder.Length..], IsFolder: Directory.Exists(place))).Distinct().ToList();
        return [.. covers.Where(cover => !covers.Exists(outer => outer.Place != cover.Place && IsWithin(cover.Place, outer.Place)))];
    }

    private static bool IsWithin(string place, string folder) =>
        place == folder || place.StartsWith(folder.TrimEnd('/') + '/', StringComparison.Ordinal);

    /// <summary>The path without links. What is missing or out of reach stays as it is written.</summary>
    private static string Real(string path) => Follow(path, MostLinks);

    private static string Follow(string path, int links)
    {
        var real = "/";
        foreach (var name in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, name);
            real = links > 0 && new FileInfo(next).LinkTarget is { } target ? Follow(Path.Combine(real, target), links - 1) : next;
        }

        return real;
    }
}
