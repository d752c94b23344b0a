namespace Custodian.Forges.GitHub;

/// <summary>Counts every request that leaves, by what it asks for.</summary>
/// <param name="api">Where the API begins.</param>
internal sealed class CountingHandler(Uri api, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        var kind = Kind(request);
        try
        {
            var response = await base.SendAsync(request, stop);
            Telemetry.GitHubRequests.Add(1, new("kind", kind), new("status", (int)response.StatusCode));
            return response;
        }
        catch
        {
            Telemetry.GitHubRequests.Add(1, new("kind", kind), new("status", "none"));
            throw;
        }
    }

    // Without names, numbers and ids, of which there is no end: "GET repos/*/*/commits/*/check-runs".
    private string Kind(HttpRequestMessage request)
    {
        if (!Origin.Same(api, request.RequestUri!)) return $"{request.Method} elsewhere";

        var path = request.RequestUri!.AbsolutePath.TrimStart('/');
        var start = api.AbsolutePath.TrimStart('/');
        var parts = (path.StartsWith(start, StringComparison.Ordinal) ? path[start.Length..] : path).Split('/');
        for (var at = 1; at < parts.Length; at++)
        {
            // A branch's name may have any number of parts.
            if (parts[at - 1] is "ref" or "refs") return $"{request.Method} {string.Join('/', parts[..at])}/*";
            if ((parts[0] == "repos" && at <= 2) || parts[at - 1] == "commits" || parts[at].All(char.IsAsciiDigit)) parts[at] = "*";
        }

        return $"{request.Method} {string.Join('/', parts)}";
    }
}
