using System.Net;

namespace Custodian.Forges.GitHub;

/// <summary>
/// Follows GitHub where a repository has moved (301, 302, 307, 308), with the same method and body. To another host nothing is
/// written, and nothing goes there unencrypted; whoever signs the request gives that host no token.
/// </summary>
internal sealed class FollowingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MostHops = 5;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        for (var hops = 0; ; hops++)
        {
            var response = await base.SendAsync(request, stop);
            if (!IsElsewhere(response.StatusCode) || response.Headers.Location is not { } location) return response;

            response.Dispose();
            if (hops == MostHops) throw ForgeException.Passing("GitHub sends us from one address to the next without an end; it is asked again.");
            request.RequestUri = Next(request, location);
        }
    }

    private static Uri Next(HttpRequestMessage request, Uri location)
    {
        var next = new Uri(request.RequestUri!, location);
        var here = Origin.Same(request.RequestUri!, next);
        if (here || (Repeatable.Reads(request) && next.Scheme == Uri.UriSchemeHttps)) return next;

        throw ForgeException.Passing($"GitHub sends us to another host ({next.Host}), to which we write nothing and send nothing unencrypted; it is asked again.");
    }

    private static bool IsElsewhere(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
