using System.Diagnostics;
using System.Text;
using Custodian.Licences.Reading;

namespace Custodian.Benchmarks;

/// <summary>
/// The least that a scan through git can cost: git alone unpacks the same blobs, in the order of their packs, into pipes, and a thread for each
/// looks at every byte once for the words that a licence has.
/// </summary>
/// <param name="folder">Takes the lists that git reads.</param>
internal sealed class KeywordFloor(CodeBase code, string folder)
{
    private const int BufferSize = 256 << 10;

    /// <returns>Seconds.</returns>
    public async Task<double> RunAsync(int processes)
    {
        var parts = Parts(processes);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(parts.Select(part => Task.Factory.StartNew(() => Read(part.List, part.Bytes), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    // Of equal bytes, each a run of the packs.
    private List<(string List, long Bytes)> Parts(int processes)
    {
        var each = (code.Blobs.Sum(blob => blob.Size) / processes) + 1;
        var (texts, bytes, seen) = (Enumerable.Range(0, processes).Select(_ => new StringBuilder()).ToList(), new long[processes], 0L);
        foreach (var (id, size) in code.Blobs)
        {
            var part = (int)(seen / each);
            texts[part].Append(id).Append('\n');
            bytes[part] += size;
            seen += size;
        }

        return [.. texts.Select((text, part) =>
        {
            var list = Path.Combine(folder, $"blobs-{part + 1}-of-{processes}");
            File.WriteAllText(list, text.ToString());
            return (list, bytes[part]);
        })];
    }

    private void Read(string list, long expected)
    {
        using var git = Process.Start(new ProcessStartInfo("sh", ["-c", "exec git --git-dir \"$1\" cat-file --batch --buffer <\"$2\"", "sh", code.Repository, list])
        {
            RedirectStandardOutput = true,
        })!;
        var (buffer, hits, total) = (new byte[BufferSize], new List<(int, int)>(), 0L);
        for (int read; (read = git.StandardOutput.BaseStream.Read(buffer)) > 0; total += read)
        {
            hits.Clear();
            Keywords.Find(buffer.AsSpan(0, read), hits);
        }

        git.WaitForExit();
        if (git.ExitCode != 0 || total < expected) throw new InvalidOperationException($"git ended with {git.ExitCode} after {total} bytes; {expected} were asked for.");
    }
}
