using System.Globalization;
using System.Net;

namespace Custodian.Forges.GitHub;

/// <summary>What one identity may still do.</summary>
internal sealed class Allowance
{
    private static readonly TimeSpan LeastSilence = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromHours(1);

    private readonly Lock use = new();
    private int strikes;
    private DateTimeOffset opensAt;

    /// <summary>Whoever writes has it.</summary>
    public SemaphoreSlim Writer { get; } = new(1);

    /// <summary>Not before then; only the writer touches it.</summary>
    public DateTimeOffset NextWrite { get; set; }

    /// <summary>Before then nothing is sent.</summary>
    public DateTimeOffset OpensAt
    {
        get
        {
            lock (use) return opensAt;
        }
    }

    /// <summary>Learns from an answer how much may still be asked. True: it was refused for a limit, and nothing was done.</summary>
    public async Task<bool> IsRefusedAsync(HttpResponseMessage response, DateTimeOffset now, CancellationToken stop)
    {
        var (refused, spent) = (response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests, Header(response, "x-ratelimit-remaining") == 0);
        var asked = refused ? Asked(response, now) : null;
        var limited = refused && (spent || asked is not null || response.StatusCode == HttpStatusCode.TooManyRequests || IsSecondary(await response.Content.ReadAsStringAsync(stop)));
        lock (use)
        {
            if (limited) strikes++;
            else if (!refused) strikes = 0;
            if (!limited && !spent) return false;

            var silence = asked ?? (spent ? UntilReset(response, now) : null) ?? (limited ? LeastSilence * Math.Pow(2, Math.Min(strikes, 7) - 1) : TimeSpan.Zero);
            var until = now + TimeSpan.FromTicks(Math.Min(silence.Ticks, LongestSilence.Ticks));
            if (until > opensAt) opensAt = until;
            return limited;
        }
    }

    // A secondary limit has no header of its own where Retry-After is missing.
    private static bool IsSecondary(string body) =>
        body.Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase) || body.Contains("abuse detection", StringComparison.OrdinalIgnoreCase);

    private static TimeSpan? Asked(HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta + TimeSpan.FromSeconds(1),
        { Date: { } date } => AtLeastASecond(date - (response.Headers.Date ?? now)),
        _ => null,
    };

    // By GitHub's clock where it says its time, since ours may be wrong.
    private static TimeSpan? UntilReset(HttpResponseMessage response, DateTimeOffset now) =>
        Header(response, "x-ratelimit-reset") is { } reset and > 0 and < 253_402_300_800 ? AtLeastASecond(DateTimeOffset.FromUnixTimeSeconds(reset) - (response.Headers.Date ?? now)) : null;

    // Told in whole seconds: the last one may not be over.
    private static TimeSpan AtLeastASecond(TimeSpan wait) => wait > TimeSpan.Zero ? wait + TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(1);

    private static long? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
