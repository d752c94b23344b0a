using System.Net;
using System.Net.Http.Headers;

namespace Custodian.Forges.GitHub;

/// <summary>Asks whether an answer that is still known has changed (RFC 9110, 13.1.2): of an unchanged one GitHub counts nothing against the hour's limit.</summary>
internal sealed class RememberingHandler(AnswerMemory memory, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string IfNoneMatch = "If-None-Match";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        if (request.Method != HttpMethod.Get) return await base.SendAsync(request, stop);

        // Another identity may see another answer.
        var key = $"{GitHubIdentity.Of(request).Name}\n{string.Join(',', request.Headers.Accept)}\n{request.RequestUri}";
        var known = memory.Find(key);
        request.Headers.Remove(IfNoneMatch);
        if (known is not null) request.Headers.TryAddWithoutValidation(IfNoneMatch, known.Tag);

        var response = await base.SendAsync(request, stop);
        if (response.StatusCode == HttpStatusCode.NotModified && known is not null) return Again(known, response);
        if (response.StatusCode == HttpStatusCode.OK && TagOf(response) is { } tag) memory.Keep(key, await AnswerOfAsync(tag, response, stop));
        return response;
    }

    private static string? TagOf(HttpResponseMessage response) => response.Headers.TryGetValues("ETag", out var tags) ? tags.FirstOrDefault() : null;

    private static async Task<KnownAnswer> AnswerOfAsync(string tag, HttpResponseMessage response, CancellationToken stop) => new(
        tag,
        response.Headers.TryGetValues("Link", out var links) ? string.Join(", ", links) : null,
        response.Content.Headers.ContentType,
        await response.Content.ReadAsByteArrayAsync(stop));

    // With the new answer's own headers, which say how much may still be asked.
    private static HttpResponseMessage Again(KnownAnswer known, HttpResponseMessage unchanged)
    {
        var content = new ByteArrayContent(known.Body);
        content.Headers.ContentType = known.Type is null ? null : MediaTypeHeaderValue.Parse(known.Type.ToString());
        unchanged.StatusCode = HttpStatusCode.OK;
        unchanged.Content = content;
        if (known.Link is not null && !unchanged.Headers.Contains("Link")) unchanged.Headers.TryAddWithoutValidation("Link", known.Link);
        return unchanged;
    }
}
