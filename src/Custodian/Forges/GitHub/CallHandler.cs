namespace Custodian.Forges.GitHub;

/// <summary>Where Octokit's part ends: says of each request of one call as whom it is sent, and what stops it.</summary>
internal sealed class CallHandler(HttpMessageInvoker way, GitHubIdentity identity, bool repeatable, CancellationToken stop) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        identity.Mark(request);
        if (repeatable) Repeatable.Mark(request);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop);
        return await way.SendAsync(request, either.Token);
    }
}
