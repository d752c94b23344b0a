using System.Diagnostics;

namespace Custodian.Benchmarks;

/// <summary>A program that ran to its end, its output thrown away.</summary>
/// <param name="Peak">Most memory that it held itself, in MB of a million bytes.</param>
/// <param name="PeakWithChildren">The same with the programs that it started; what they share is counted for each.</param>
internal sealed record MeasuredProcess(double Seconds, double Peak, double PeakWithChildren)
{
    // The system keeps the peak itself: what is missed is its growth after the last look.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);

    /// <param name="mostExitCode">A higher one is a failure.</param>
    public static MeasuredProcess Run(IReadOnlyList<string> command, int mostExitCode = 0)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null", "sh", .. command]))!;
        var (own, all) = (0L, 0L);
        while (!process.WaitForExit(BetweenLooks))
        {
            var now = PeakOf(process.Id);
            own = Math.Max(own, now);
            all = Math.Max(all, now + ChildrenOf(process.Id).Sum(PeakOf));
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (process.ExitCode > mostExitCode) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
        return new(seconds, own / 1e6, all / 1e6);
    }

    private static long PeakOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.PeakWorkingSet64;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return 0;
        }
    }

    private static IEnumerable<int> ChildrenOf(int id)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{id}/task").SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(int.Parse)];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It has just ended, or one of its threads has.
            return [];
        }
    }
}
