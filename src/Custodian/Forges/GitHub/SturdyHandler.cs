using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Custodian.Forges.GitHub;

/// <summary>
/// Brings the whole answer home: each attempt has a time limit, what may be repeated is tried again after trouble on the way or a 5xx,
/// and where nearly everything fails GitHub is left alone for a while.
/// </summary>
internal sealed class SturdyHandler : DelegatingHandler
{
    /// <summary>Of one attempt, its body included; GitHub itself gives up after ten seconds.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    // A hundred check runs with the longest summaries are seven megabytes.
    private const long LongestAnswer = 32 << 20;

    private readonly ResiliencePipeline<HttpResponseMessage> once;
    private readonly ResiliencePipeline<HttpResponseMessage> again;
    private readonly TimeProvider clock;

    public SturdyHandler(TimeProvider clock, HttpMessageHandler inner)
        : base(inner)
    {
        this.clock = clock;
        // One breaker for both: it is the same GitHub.
        once = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddCircuitBreaker(new()
            {
                ShouldHandle = Troubles(),
                FailureRatio = 0.8,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromMinutes(1),
                BreakDuration = TimeSpan.FromSeconds(30),
            })
            .AddTimeout(AttemptTimeout)
            .Build();
        again = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = Troubles(),
                MaxRetryAttempts = 3,
                Delay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .AddPipeline(once)
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        try
        {
            return await (Repeatable.Is(request) ? again : once).ExecuteAsync(async limited => await AttemptAsync(request, limited), stop);
        }
        catch (BrokenCircuitException open)
        {
            var until = clock.GetUtcNow() + (open.RetryAfter ?? TimeSpan.FromSeconds(30));
            throw ForgeException.Passing($"GitHub has failed too often just now and is left alone until {until.UtcDateTime:HH:mm:ss} UTC; it goes on by itself then.", until, open);
        }
        catch (TimeoutRejectedException late)
        {
            throw ForgeException.Passing($"GitHub did not answer within {AttemptTimeout.TotalSeconds:0} seconds; it is asked again.", inner: late);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw ForgeException.Passing("GitHub cannot be reached, or its answer did not arrive whole; it is asked again.", inner: lost);
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CancellationToken stop)
    {
        var response = await base.SendAsync(request, stop);
        try
        {
            await response.Content.LoadIntoBufferAsync(LongestAnswer, stop);
            if (response.IsSuccessStatusCode && !await WholeJson.IsAsync(response.Content, stop)) throw new HttpRequestException("The answer is no whole JSON.");
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static PredicateBuilder<HttpResponseMessage> Troubles() => new PredicateBuilder<HttpResponseMessage>()
        .Handle<HttpRequestException>().Handle<IOException>().Handle<TimeoutRejectedException>()
        .HandleResult(response => response.StatusCode >= HttpStatusCode.InternalServerError);
}
