namespace Custodian.Tests.Pages;

/// <summary>Stands still unless a test moves it; its timers run as real ones do, so that what waits for a process goes on.</summary>
internal sealed class StandingClock : TimeProvider
{
    private long ticks = System.GetUtcNow().UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time) => Interlocked.Add(ref ticks, time.Ticks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref ticks);
}
