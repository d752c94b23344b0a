using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Custodian.Git;

/// <summary>Hands out blobs as fast as they can be unpacked, in no order, on several threads.</summary>
internal sealed class BlobStream(GitProgram git)
{
    /// <summary>Returns when every blob has been told once, with its contents or with why there are none.</summary>
    /// <param name="repository">The folder that holds its objects: a bare repository, or a clone's <c>.git</c>.</param>
    /// <param name="blobs">Repeated ones are told once.</param>
    /// <exception cref="GitException">git cannot read the repository at all, or is silent for too long.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was raised. git's processes have ended, and no consumer is at work.</exception>
    public async Task ReadAsync(string repository, IEnumerable<BlobId> blobs, BlobReading reading, BlobConsumer consume, CancellationToken stop)
    {
        using var objects = new ObjectsOnly(repository);
        var packs = new PackFolder(objects.Objects);
        var forGit = new ConcurrentBag<StoredBlob>();
        foreach (var pack in packs.Locate(blobs).GroupBy(blob => blob.Pack)) await ReadPackAsync(packs, pack.Key, [.. pack], reading, consume, forGit.Add, stop);

        // Near each other in a pack still.
        var work = new BlobWork([.. forGit.OrderBy(blob => blob.Pack).ThenBy(blob => blob.Offset)], packs, reading, consume);
        await EachAsync(work.Workers, (number, token) => new GitWorker(number, work, git, objects).RunAsync(token), stop);
    }

    private static async Task ReadPackAsync(
        PackFolder packs, int number, StoredBlob[] blobs, BlobReading reading, BlobConsumer consume, Action<StoredBlob> forGit, CancellationToken stop)
    {
        using var file = number < 0 ? null : packs.TryOpen(number);
        if (file is null)
        {
            Array.ForEach(blobs, forGit);
            return;
        }

        var families = new PackFamilies(new(file), blobs, forGit);
        var workers = reading.WorkersFor(blobs.Length);
        await EachAsync(workers, (worker, token) => Threads.RunAsync(() => new PackWorker(families, new(file), BlobReading.MostAtHand / workers, Read(worker), forGit).Run(token)), stop);

        PackWorker.Taker Read(int worker) => (blob, bytes) =>
        {
            if (bytes.Length > reading.LargestBlob) forGit(blob);
            else consume(worker, new(blob.Id, BlobState.Read, bytes.Length, bytes));
        };
    }

    private static async Task EachAsync(int workers, Func<int, CancellationToken, Task> run, CancellationToken stop)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ExceptionDispatchInfo? first = null;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(async number =>
        {
            try
            {
                await run(number, all.Token);
            }
            catch (Exception failed)
            {
                // The others end with it, each by an exception that says no more than that.
                Interlocked.CompareExchange(ref first, ExceptionDispatchInfo.Capture(failed), null);
                await all.CancelAsync();
            }
        }));
        stop.ThrowIfCancellationRequested();
        first?.Throw();
    }
}
