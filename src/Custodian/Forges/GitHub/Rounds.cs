using Polly;
using Polly.Retry;

namespace Custodian.Forges.GitHub;

/// <summary>
/// Writes so that a lost answer costs nothing: where nobody knows what became of a round, all of it begins anew, and each begins by
/// asking GitHub what it has.
/// </summary>
internal sealed class Rounds(TimeProvider clock)
{
    private readonly ResiliencePipeline again = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            // What GitHub gave a time for is the caller's to wait for.
            ShouldHandle = new PredicateBuilder().Handle<ForgeException>(trouble => trouble is { Passes: true, PassesAt: null }),
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromSeconds(2),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    /// <param name="what">What is to be done, as in "GitHub does not let us …".</param>
    /// <param name="round">Looks first, and does what is missing.</param>
    /// <exception cref="ForgeException">GitHub refused, or cannot be reached.</exception>
    public async Task<T> RunAsync<T>(string what, Func<CancellationToken, Task<T>> round, CancellationToken stop) =>
        await again.ExecuteAsync(async once => await GitHubTroubles.ToldAsync(what, () => round(once)), stop);
}
