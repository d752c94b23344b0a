namespace Custodian.Pages;

/// <summary>
/// Refuses what a page of another site makes a browser send, with or without anything that proves who asks: some doors are open to whoever
/// reaches this service, and a browser reaches what the page's author does not.
/// </summary>
internal static class OtherSites
{
    public static void UseOwnSiteOnly(this IApplicationBuilder app) => app.Use((context, next) => MayAsk(context.Request)
        ? next(context)
        : TypedResults.Problem(
            "A page of another site made your browser ask for this. Nothing was done; ask from a terminal, or from a page of this service.",
            statusCode: 403, title: "Another site's page asked for this", type: Problems.Type("other-site")).ExecuteAsync(context));

    // Fetch Metadata Request Headers, W3C: no script can set or remove them. What is no browser sends neither them nor an origin.
    private static bool MayAsk(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)) return true;
        if (request.Headers["Sec-Fetch-Site"] is [{ } site, ..]) return site is "same-origin" or "none";

        return request.Headers.Origin is not [{ } origin, ..] || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value);
    }
}
