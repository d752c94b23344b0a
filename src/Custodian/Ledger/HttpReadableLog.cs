using System.Net;
using System.Net.Sockets;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Custodian.Ledger;

/// <summary>A log behind a URL, such as <c>https://custodian.example.nhs.uk/ledger</c>: tried again where that may help.</summary>
internal sealed class HttpReadableLog : IReadableLog
{
    /// <summary>Time for one attempt, body included.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    private const int Retries = 4;

    // A server that asks for more patience than this is told of as out of reach.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly HttpClient http;
    private readonly Uri prefix;
    private readonly ResiliencePipeline<Answer> pipeline;

    /// <summary>Reads <c>prefix/checkpoint</c> and <c>prefix/tile/…</c>; the client's own base address is not used.</summary>
    public HttpReadableLog(HttpClient http, Uri prefix, TimeProvider clock)
    {
        this.http = http;
        this.prefix = new Uri(prefix.AbsoluteUri.TrimEnd('/') + "/");
        pipeline = new ResiliencePipelineBuilder<Answer> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<Answer>
            {
                MaxRetryAttempts = Retries,
                Delay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                MaxDelay = LongestWait,
                ShouldHandle = new PredicateBuilder<Answer>()
                    .Handle<HttpRequestException>().Handle<SocketException>().Handle<IOException>().Handle<TimeoutRejectedException>()
                    .HandleResult(answer => answer.MayPass),
                DelayGenerator = attempt => ValueTask.FromResult(attempt.Outcome.Result?.RetryAfter),
            })
            .AddTimeout(AttemptTimeout)
            .Build();
    }

    public async Task<byte[]?> ReadAsync(string path, CancellationToken stop)
    {
        var address = new Uri(prefix, path);
        Answer answer;
        try
        {
            answer = await pipeline.ExecuteAsync(async attempt => await AskAsync(address, attempt), stop);
        }
        catch (Exception cannot) when (cannot is HttpRequestException or SocketException or IOException or TimeoutRejectedException)
        {
            throw new LedgerUnreadableException($"{address} is out of reach: {cannot.Message}", cannot);
        }

        return answer.Status switch
        {
            HttpStatusCode.OK => answer.Body,
            HttpStatusCode.NotFound or HttpStatusCode.Gone => null,
            var status => throw new LedgerUnreadableException($"{address} answered {(int)status}, which says nothing of the ledger."),
        };
    }

    private async Task<Answer> AskAsync(Uri address, CancellationToken stop)
    {
        using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, stop);
        if (response.StatusCode != HttpStatusCode.OK) return new(response.StatusCode, WaitAskedBy(response), null);

        await using var stream = await response.Content.ReadAsStreamAsync(stop);
        using var body = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int read; (read = await stream.ReadAsync(buffer, stop)) > 0;)
        {
            if (body.Length + read > EntryBundle.LargestBundle)
            {
                throw new LedgerUnreadableException(
                    $"{address} sends more than {EntryBundle.LargestBundle} bytes, which no part of a ledger has.");
            }

            body.Write(buffer, 0, read);
        }

        return new(response.StatusCode, null, body.ToArray());
    }

    private static TimeSpan? WaitAskedBy(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta is { } wait ? (wait < LongestWait ? wait : LongestWait) : null;

    private sealed record Answer(HttpStatusCode Status, TimeSpan? RetryAfter, byte[]? Body)
    {
        public bool MayPass => (int)Status is 408 or 429 or >= 500;
    }
}
