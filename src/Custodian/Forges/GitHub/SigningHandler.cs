using System.Net;
using System.Net.Http.Headers;

namespace Custodian.Forges.GitHub;

/// <summary>Says who asks: by the App's key, an installation's token, a person's token, or not at all. Only the API's own host is told.</summary>
/// <param name="api">Where the API begins.</param>
/// <param name="app">Null: we are no App.</param>
/// <param name="token">Null: there is none.</param>
internal sealed class SigningHandler(Uri api, AppKey? app, string? token, InstallationTokens tokens, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // The one for which our requests are written; GitHub keeps an old one for two years.
    private const string Version = "2022-11-28";

    /// <summary>An installation's token.</summary>
    /// <param name="refused">One that was not taken: that one is not given again.</param>
    /// <exception cref="ForgeException">GitHub gives none.</exception>
    public Task<string> TokenAsync(long installation, string? refused, CancellationToken stop)
    {
        return tokens.GetAsync(installation, refused, AskAsync, stop);

        Task<HttpResponseMessage> AskAsync(HttpRequestMessage renewal)
        {
            Describe(renewal);
            return SendAsync(renewal, app?.Sign(), stop);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        Describe(request);
        request.Headers.Authorization = null;
        if (!Origin.Same(api, request.RequestUri!)) return await base.SendAsync(request, stop);
        if (GitHubIdentity.Of(request).Installation is { } installation) return await SendAsInstallationAsync(request, installation, stop);
        return await SendAsync(request, GitHubIdentity.Of(request) == GitHubIdentity.App ? app?.Sign() : token, stop);
    }

    // A token may end before its hour, and what was refused for it was not done.
    private async Task<HttpResponseMessage> SendAsInstallationAsync(HttpRequestMessage request, long installation, CancellationToken stop)
    {
        var first = await TokenAsync(installation, refused: null, stop);
        var response = await SendAsync(request, first, stop);
        if (response.StatusCode != HttpStatusCode.Unauthorized) return response;

        response.Dispose();
        return await SendAsync(request, await TokenAsync(installation, refused: first, stop), stop);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? bearer, CancellationToken stop)
    {
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        return base.SendAsync(request, stop);
    }

    private static void Describe(HttpRequestMessage request)
    {
        if (request.Headers.UserAgent.Count == 0) request.Headers.UserAgent.ParseAdd("custodian");
        if (request.Headers.Accept.Count == 0) request.Headers.Accept.ParseAdd("application/vnd.github+json");
        // Octokit says that its JSON is a form.
        if (request.Content is { } content) content.Headers.ContentType = new("application/json", "utf-8");
        request.Headers.Remove("X-GitHub-Api-Version");
        request.Headers.Add("X-GitHub-Api-Version", Version);
    }
}
