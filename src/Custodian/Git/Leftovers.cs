using System.Text;

namespace Custodian.Git;

/// <summary>
/// Ends programs that a killed service left running: a push must not land after its intent has been given up. They are
/// known by the mark in their environment that <see cref="ProgramRunner"/> gave them.
/// </summary>
internal static class Leftovers
{
    /// <summary>Ends them at once, with their children, which carry the same mark.</summary>
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
            await programs.RunAsync(new() { Program = "sh", Arguments = ["-c", "kill -KILL \"$@\"", "sh", .. found.Keys], Timeout = TimeSpan.FromSeconds(10) }, stop);
        }

        return [.. found.Select(one => $"{one.Value} ({one.Key})")];
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
