using Custodian.Git;

namespace Custodian.Checks;

/// <summary>The control groups of one run; none where this machine has none for us.</summary>
internal sealed class ControlGroup(ProgramRunner programs, string? memory, string? processes, bool unified)
{
    /// <summary>Each different folder once: version 2 has one for all.</summary>
    public IReadOnlyList<string> Folders { get; } = [.. new[] { memory, processes }.OfType<string>().Distinct()];

    public bool LimitsMemory => memory is not null;

    /// <summary>True when the kernel ended a process in here because of its memory.</summary>
    public bool RanOutOfMemory() => memory is not null && Counter(Path.Combine(memory, unified ? "memory.events" : "memory.oom_control"), "oom_kill") > 0;

    /// <summary>Kills whatever is still in here, and removes the groups.</summary>
    /// <exception cref="IOException">Something in here cannot be killed.</exception>
    public async Task CloseAsync(TimeProvider time)
    {
        foreach (var folder in Folders)
        {
            // A killed process needs a moment to leave; one that never does is stuck in the kernel and worth an alarm.
            for (var round = 0; !TryRemove(folder); round++)
            {
                if (round == 200) throw new IOException($"processes in '{folder}' do not end: restart the machine");
                await KillAllAsync(folder);
                await Task.Delay(TimeSpan.FromMilliseconds(10), time, CancellationToken.None);
            }
        }
    }

    public static bool TryRemove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder);
            return true;
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task KillAllAsync(string folder)
    {
        var inside = await File.ReadAllLinesAsync(Path.Combine(folder, "cgroup.procs"));
        if (inside.Length == 0) return;

        await programs.RunAsync(new()
        {
            Program = "sh",
            Arguments = ["-c", "kill -9 \"$@\"", "sh", .. inside],
            Timeout = TimeSpan.FromSeconds(20),
        }, CancellationToken.None);
    }

    private static long Counter(string file, string name) =>
        (from line in File.ReadLines(file)
         let parts = line.Split(' ')
         where parts[0] == name
         select long.Parse(parts[1])).FirstOrDefault();
}
