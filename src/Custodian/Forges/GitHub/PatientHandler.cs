using System.Collections.Concurrent;

namespace Custodian.Forges.GitHub;

/// <summary>
/// Keeps GitHub's limits ("Rate limits for the REST API", "Best practices for using the REST API"): one writer at a time, a second
/// between writes, and silence for as long as GitHub asks. A wait that is too long for a caller is told instead, with its end.
/// </summary>
internal sealed class PatientHandler(TimeProvider clock, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Longer waits are the caller's.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Allowance> allowances = new(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        var allowance = allowances.GetOrAdd(GitHubIdentity.Of(request).Name, _ => new());
        if (Repeatable.Reads(request)) return await AskAsync(request, allowance, stop);

        await allowance.Writer.WaitAsync(stop);
        try
        {
            await PauseAsync(allowance.NextWrite, stop);
            try
            {
                return await AskAsync(request, allowance, stop);
            }
            finally
            {
                allowance.NextWrite = clock.GetUtcNow() + BetweenWrites;
            }
        }
        finally
        {
            allowance.Writer.Release();
        }
    }

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, Allowance allowance, CancellationToken stop)
    {
        while (true)
        {
            await PauseAsync(allowance.OpensAt, stop);
            var response = await base.SendAsync(request, stop);
            if (!await allowance.IsRefusedAsync(response, clock.GetUtcNow(), stop)) return response;

            // What was refused for a limit was not done: it may be sent again, a write too.
            response.Dispose();
        }
    }

    private async Task PauseAsync(DateTimeOffset until, CancellationToken stop)
    {
        // Others may have been refused meanwhile; the caller asks again.
        var wait = until - clock.GetUtcNow();
        if (wait > LongestWait) throw ForgeException.Passing($"GitHub lets us ask no more until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC; it goes on by itself then.", until);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, stop);
    }
}
