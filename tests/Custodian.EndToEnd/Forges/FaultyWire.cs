using System.Collections.Concurrent;

namespace Custodian.EndToEnd.Forges;

/// <summary>The way to GitHub, on which what a test asks for goes wrong, once each, in order.</summary>
internal sealed class FaultyWire(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly ConcurrentQueue<(HttpMethod Method, string End, Fault Fault)> planned = new();
    private readonly ConcurrentQueue<string> sent = new();

    /// <summary>Every request that left, as "METHOD /path".</summary>
    public IReadOnlyList<string> Sent => [.. sent];

    /// <summary>Makes the next request of this kind go wrong.</summary>
    /// <param name="end">How its path ends.</param>
    public void Fail(HttpMethod method, string end, Fault fault) => planned.Enqueue((method, end, fault));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        sent.Enqueue($"{request.Method} {request.RequestUri!.AbsolutePath}");
        var meant = planned.TryPeek(out var next) && request.Method == next.Method && request.RequestUri.AbsolutePath.EndsWith(next.End, StringComparison.Ordinal);
        return meant && planned.TryDequeue(out _) ? next.Fault(() => base.SendAsync(request, cancellationToken), cancellationToken) : base.SendAsync(request, cancellationToken);
    }
}
