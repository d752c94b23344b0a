using System.Text;

namespace Custodian.Git;

/// <summary>Processes that are known by a variable in their environment, which their children inherit.</summary>
internal static class MarkedProcesses
{
    // Asked first, for up to 2 s: git that is killed outright leaves its locks behind, and a ref that is locked for ever.
    public const string EndScript = """
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

    /// <summary>Ids of the processes that have the mark, and what they are called. None where the system does not tell.</summary>
    public static IReadOnlyDictionary<int, string> Find(string mark)
    {
        var found = new Dictionary<int, string>();
        if (!OperatingSystem.IsLinux()) return found;

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id) || id == Environment.ProcessId || !HasMark(folder, mark)) continue;

            found.Add(id, NameOf(folder));
        }

        return found;
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
