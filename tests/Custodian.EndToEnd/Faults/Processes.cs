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

    public static async Task SignalAsync(string signal, params IEnumerable<int> ids)
    {
        var sent = await new ProgramRunner("tests").RunAsync(
            new() { Program = "sh", Arguments = ["-c", "kill -s \"$0\" \"$@\"", signal, .. ids.Select(id => $"{id}")], Timeout = TimeSpan.FromSeconds(10) },
            TestContext.Current.CancellationToken);
        Assert.True(sent.Succeeded, sent.Error);
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
