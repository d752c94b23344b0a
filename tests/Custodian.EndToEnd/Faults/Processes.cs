using System.Globalization;
using System.Text;
using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>Looks at the machine's processes by /proc, and sends signals.</summary>
internal static class Processes
{
    /// <summary>Ids of the processes that a service with this data folder has started, by the mark in their environment.</summary>
    public static IReadOnlyList<int> OwnedBy(string dataFolder) => Find("environ", text => text.Split('\0').Contains($"{ProgramRunner.OwnerVariable}={dataFolder}"));

    /// <summary>Ids of the processes that have this text in their command line.</summary>
    public static IReadOnlyList<int> Naming(string text) => Find("cmdline", line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Ids of the processes of one program that have this text in their command line.</summary>
    public static IReadOnlyList<int> Running(string program, string text) =>
        Find("cmdline", line => line.StartsWith($"{program}\0", StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal));

    /// <summary>The process that started one; null: that one has ended.</summary>
    public static int? ParentOf(int id) =>
        Read($"/proc/{id}/status").Split('\n').FirstOrDefault(line => line.StartsWith("PPid:", StringComparison.Ordinal)) is { } parent ? int.Parse(parent["PPid:".Length..], CultureInfo.InvariantCulture) : null;

    /// <summary>Sends one running process a signal.</summary>
    public static Task SignalAsync(string signal, int id) => RunAsync("""kill -s "$0" "$1" """, signal, $"{id}");

    /// <summary>kill -9 of all of these that still run: one may end after it was looked for, or because another of them did.</summary>
    public static Task EndAsync(IEnumerable<int> ids) =>
        RunAsync("""for id; do kill -s KILL "$id" || [ ! -e "/proc/$id" ] || exit 1; done""", ["sh", .. ids.Select(id => $"{id}")]);

    private static async Task RunAsync(string script, params string[] arguments)
    {
        var ran = await new ProgramRunner("tests").RunAsync(
            new() { Program = "sh", Arguments = ["-c", script, .. arguments], Timeout = TimeSpan.FromSeconds(10) }, TestContext.Current.CancellationToken);
        Assert.True(ran.Succeeded, ran.Error);
    }

    private static List<int> Find(string file, Func<string, bool> isOne)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && id != Environment.ProcessId && isOne(Read(Path.Combine(folder, file)))) found.Add(id);
        }

        return found;
    }

    private static string Read(string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return ""; // Ended meanwhile, or another account's.
        }
    }
}
