namespace Custodian.Git;

/// <summary>
/// Reads blobs through one git process at a time. A process that must not go on (the next blob is over the limit), or does
/// not (git ends at a damaged blob), is followed by another that begins behind that blob.
/// </summary>
internal sealed class GitWorker(int number, BlobWork work, GitProgram git, ObjectsOnly objects)
{
    private const int BufferSize = 256 << 10;

    private readonly byte[] buffer = new byte[BufferSize];
    private readonly AskedBlobs asked = new(work);

    // git has announced the next blob, and not all of it was read.
    private bool begun;

    // git was ended because of what it would have sent next.
    private bool skipped;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!asked.Done) await RunOnceAsync(stop);
    }

    private async Task RunOnceAsync(CancellationToken stop)
    {
        using var silence = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, silence.Token);
        var (answered, error) = (asked.Answered, "");
        var (writing, reading) = (Task.CompletedTask, Task.CompletedTask);
        (begun, skipped) = (false, false);
        try
        {
            var ended = await git.ObjectsAsync(
                objects,
                ["cat-file", "--batch", "--buffer"],
                (input, _) => writing = Threads.RunAsync(() => asked.Write(input)),
                (output, _) => reading = Threads.RunAsync(() => Read(output, silence, end)),
                Timeout.InfiniteTimeSpan,
                end.Token);
            error = ended.Error.Trim();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Ended by ourselves; why, is looked at below.
        }
        finally
        {
            // A consumer may be at work still.
            await Task.WhenAll(writing, reading);
        }

        if (silence.IsCancellationRequested && !asked.Done)
        {
            throw new GitException($"git sent nothing of the file contents for {work.Reading.Silence.TotalSeconds:0.#} s: see whether the disk answers, and try again.") { TimedOut = true };
        }

        // What fails at once a second time is not passing.
        if (skipped || asked.Done || asked.Answered > answered) return;
        if (!begun) throw new GitException($"git cannot read the file contents: {error}");
        work.Tell(number, asked.Next, BlobState.Unreadable);
        asked.Advance();
    }

    private void Read(Stream output, CancellationTokenSource silence, CancellationTokenSource end)
    {
        try
        {
            var pipe = new ObjectPipe(output, buffer, silence, work.Reading.Silence);
            while (!end.IsCancellationRequested && TryTellNext(pipe)) asked.Advance();
        }
        catch
        {
            end.Cancel();
            throw;
        }

        if (skipped) end.Cancel();
    }

    /// <returns>False where git sends no more of use.</returns>
    private bool TryTellNext(ObjectPipe pipe)
    {
        var line = pipe.ReadLine();
        if (line.IsEmpty) return false;

        var (header, at) = (ObjectHeader.Parse(line), asked.Next);
        if (header.Id != work[at].Id) throw new GitException($"git sent {header.Id} where {work[at].Id} was asked for.");

        if (header.Size < 0)
        {
            work.TellMissing(number, at);
            return true;
        }

        if (!header.IsBlob || header.Size > work.Reading.LargestBlob)
        {
            // git has yet to unpack it, and would hold all of it in memory.
            work.Tell(number, at, header.IsBlob ? BlobState.TooLarge : BlobState.Unreadable, header.Size);
            asked.Advance();
            skipped = true;
            return false;
        }

        begun = true;
        if (header.Size >= buffer.Length)
        {
            if (!work.TryTellLarge(number, at, (int)header.Size, pipe)) return false;
        }
        else
        {
            if (!pipe.TryRead((int)header.Size, out var bytes)) return false;
            work.Tell(number, at, BlobState.Read, header.Size, bytes);
        }

        begun = false;
        return true;
    }
}
