using System.Text;

namespace Custodian.Git;

/// <summary>
/// Ends programs that a killed service left running: a push must not land after its intent has been given up. They are
/// known by the mark in their environment that <see cref="ProgramRunner"/> gave them.
/// </summary>
internal static class Leftovers
{
    // Asked first, for up to 2 s: git that is killed outright leaves its locks behind, and a ref that is locked for ever.
    private const string End = """
        kill -TERM "$@"
        turn=0
        while [ "$turn" -lt 40 ]; do
            alive=
            for id; do if kill -0 "$id"; then alive=1; fi; done
            if [ -z "$alive" ]; then exit 0; fi
            sleep 0.05
            turn=$((turn + 1))
        done
        kill -KILL "$@"
        """;

    /// <summary>Ends them, with their children, which carry the same mark.</summary>
    /// <returns>What was ended.</returns>
    public static async Task<IReadOnlyList<string>> EndAsync(ProgramRunner programs, string owner, CancellationToken stop)
    {
        if (!OperatingSystem.IsLinux()) return [];

        var found = new Dictionary<string, string>();
        var mark = $"{ProgramRunner.OwnerVariable}={owner}";
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id) || id == Environment.ProcessId || !HasMark(folder, mark)) continue;

            found.Add($"{id}", NameOf(folder));
        }

        if (found.Count > 0)
        {
            // The shell's own kill: there is one wherever there is a shell.
            await programs.RunAsync(new() { Program = "sh", Arguments = ["-c", End, "sh", .. found.Keys], Timeout = TimeSpan.FromSeconds(10) }, stop);
        }

        return [.. found.Select(one => $"{one.Value} ({one.Key})")];
    }

    /// <summary>Removes locks that killed git programs left in our own mirrors; nobody can hold one once those have ended.</summary>
    public static IReadOnlyList<string> Unlock(string mirrors)
    {
        if (!Directory.Exists(mirrors)) return [];

        string[] locks = [.. Directory.EnumerateFiles(mirrors, "*.lock", SearchOption.AllDirectories)];
        foreach (var stale in locks) File.Delete(stale);
        return locks;
    }

    private static bool HasMark(string folder, string mark)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "environ"))).Split('\0').Contains(mark, StringComparer.Ordinal);
        }
        catch (Exception notOurs) when (notOurs is IOException or UnauthorizedAccessException)
        {
            return false; // Ended meanwhile, or another account's: then it is not ours.
        }
    }

    private static string NameOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "comm")).Trim();
        }
        catch (IOException)
        {
            return "a program";
        }
    }
}
