namespace Custodian.Git;

/// <summary>
/// Ends programs that a killed service left running: a push must not land after its intent has been given up. They are
/// known by the mark in their environment that <see cref="ProgramRunner"/> gave them.
/// </summary>
internal static class Leftovers
{
    // A program may start another between the look and the end of it.
    private const int MostLooks = 5;

    /// <summary>Ends them, with their children, which carry the same mark.</summary>
    /// <returns>What was ended.</returns>
    public static async Task<IReadOnlyList<string>> EndAsync(ProgramRunner programs, CancellationToken stop)
    {
        var ended = new List<string>();
        for (var look = 0; look < MostLooks && MarkedProcesses.Find(programs.Mark) is { Count: > 0 } found; look++)
        {
            // The shell's own kill: there is one wherever there is a shell.
            string[] ids = [.. found.Keys.Select(id => $"{id}")];
            await programs.RunAsync(new() { Program = "sh", Arguments = ["-c", MarkedProcesses.EndScript, "sh", .. ids], Timeout = TimeSpan.FromSeconds(10) }, stop);
            ended.AddRange(found.Select(one => $"{one.Value} ({one.Key})"));
        }

        return ended;
    }

    /// <summary>Removes locks and half-fetched packs that killed git programs left in our own mirrors; nobody can hold one once those have ended.</summary>
    public static IReadOnlyList<string> Unlock(string mirrors)
    {
        if (!Directory.Exists(mirrors)) return [];

        string[] stale =
        [
            .. Directory.EnumerateFiles(mirrors, "*.lock", SearchOption.AllDirectories),
            // Only among the objects: elsewhere it may be a branch that is called so.
            .. Directory.EnumerateDirectories(mirrors).Select(mirror => Path.Combine(mirror, "objects")).Where(Directory.Exists)
                .SelectMany(objects => Directory.EnumerateFiles(objects, "tmp_*", SearchOption.AllDirectories)),
        ];
        foreach (var file in stale) File.Delete(file);
        return stale;
    }
}
