using System.Diagnostics;
using Custodian.Checks;
using Custodian.Git;
using Custodian.Licences;
using Custodian.Licences.Reading;

namespace Custodian.Benchmarks;

/// <summary>The engine alone over all texts in memory, on one thread: every byte looked at, and with the memo of leading comments.</summary>
internal static class EngineSpeed
{
    private const int Rounds = 5;
    private const double Goal = 60;

    public static async Task<Measure> MeasureAsync(GitProgram git, CodeBase code, CancellationToken stop)
    {
        var blobs = await code.ReadAsync(git, code.Blobs.Select(blob => blob.Id), stop);
        byte[][] texts = [.. code.Blobs.Select(blob => blobs[blob.Id]).Where(bytes => !ArchiveReader.IsArchive(bytes) && TextBytes.TryRead(bytes, out _))];
        var megabytes = texts.Sum(text => (long)text.Length) / 1e6;
        var licensed = Run(texts, null).Licensed;
        var values = await Turns.TakeAsync(Rounds, [.. new Func<LicenceMemo?>[] { () => null, () => new() }.Select(memo => (Func<Task<double>>)(() =>
        {
            var (seconds, found) = Run(texts, memo());
            return found == licensed ? Task.FromResult(megabytes / seconds) : throw new InvalidOperationException($"{found} texts have a licence with the memo, and {licensed} without.");
        }))]);
        var measure = Measure.Of($"engine alone, {texts.Length:N0} texts of {megabytes:N0} MB in memory, one core, no memo; against with the memo", "MB/s", [.. values[0].Zip(values[1])]);
        return measure with { Goal = $"at least {Goal:0} MB/s without", Met = measure.Value >= Goal };
    }

    private static (double Seconds, int Licensed) Run(byte[][] texts, LicenceMemo? memo)
    {
        var scanner = new LicenceScanner(LicenceIndex.Shipped, memo);
        var (licensed, started) = (0, Stopwatch.GetTimestamp());
        foreach (var text in texts) licensed += scanner.Scan(text).Class == FileClass.Licensed ? 1 : 0;
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, licensed);
    }
}
