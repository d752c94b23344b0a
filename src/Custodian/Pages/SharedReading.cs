namespace Custodian.Pages;

/// <summary>
/// Something that costs a look and is asked for by everybody: however many ask, one look is under way at a time and serves everyone
/// for a second.
/// </summary>
internal sealed class SharedReading<T>(TimeProvider clock, Func<CancellationToken, Task<T>> look) : IDisposable
    where T : class
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim turn = new(1);
    private T? last;
    private long readAt;

    public async Task<T> ReadAsync(CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            if (last is not null && clock.GetElapsedTime(readAt) < GoodFor) return last;

            last = await look(stop);
            readAt = clock.GetTimestamp();
            return last;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
