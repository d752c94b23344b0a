using System.Text;
using Custodian.Git;

namespace Custodian.Checks;

/// <summary>Sees to it that nothing of a run lives on: inside a sandbox, and, by a mark in the environment, outside of one.</summary>
internal sealed class Remains(ProgramRunner programs, TimeProvider time)
{
    private const string Variable = "CUSTODIAN_RUN";
    private const int MostRounds = 6_000;
    private const int CleanLooks = 3;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);

    private readonly string mark = Guid.NewGuid().ToString("N");

    public Dictionary<string, string> Mark(Dictionary<string, string> variables) => new(variables) { [Variable] = mark };

    /// <summary>
    /// Waits for the end of a sandbox's first process. The kernel kills it as soon as its launcher is gone, and lets it end only
    /// after everything inside has ended; until then something inside could still write.
    /// </summary>
    /// <exception cref="IOException">It does not end.</exception>
    public async Task AwaitEndAsync(int? process)
    {
        for (var round = 0; process is { } id && Lives(id); round++)
        {
            if (round == MostRounds) throw new IOException($"the sandbox's process {id} does not end: restart the machine");
            await Task.Delay(Moment, time, CancellationToken.None);
        }
    }

    /// <summary>Kills every process that still carries this run's mark.</summary>
    /// <exception cref="IOException">One of them does not end.</exception>
    public async Task KillMarkedAsync()
    {
        // While a process turns into another program, its mark cannot be read for an instant: one look is not enough.
        for (int round = 0, clean = 0; clean < CleanLooks; round++)
        {
            var left = Marked();
            clean = left.Count == 0 ? clean + 1 : 0;
            if (round == MostRounds) throw new IOException($"processes of a check do not end: restart the machine (one is {left.FirstOrDefault()})");
            if (left.Count > 0) await KillAsync(left);
            await Task.Delay(Moment, time, CancellationToken.None);
        }
    }

    private async Task KillAsync(IReadOnlyList<string> processes) => await programs.RunAsync(new()
    {
        Program = "sh",
        Arguments = ["-c", "kill -9 \"$@\"", "sh", .. processes],
        Timeout = TimeSpan.FromSeconds(20),
    }, CancellationToken.None);

    private List<string> Marked()
    {
        var sought = Encoding.UTF8.GetBytes($"{Variable}={mark}\0");
        return [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => Path.GetFileName(folder)!)
            .Where(id => char.IsAsciiDigit(id[0]) && Read($"/proc/{id}/environ").AsSpan().IndexOf(sought) >= 0)];
    }

    // State Z: it has ended, and only its parent has not asked yet.
    private static bool Lives(int process)
    {
        var stat = Encoding.UTF8.GetString(Read($"/proc/{process}/stat"));
        return stat.Length > 0 && !stat[(stat.LastIndexOf(')') + 1)..].StartsWith(" Z", StringComparison.Ordinal);
    }

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or belongs to somebody else and so is not ours.
            return [];
        }
    }
}
