namespace Custodian.Pages;

/// <summary>What every answer forbids a browser: scripts, frames, other sites' content, guessing at types.</summary>
internal static class SecurityHeaders
{
    private const string Ours = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // Hangfire's dashboard brings scripts, styles and fonts of its own and asks for its numbers every few seconds.
    private const string Dashboard = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Must come first, so that problems and missing pages carry the headers too.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // Asked now: the dashboard takes its own prefix off the path.
        var policy = context.Request.Path.StartsWithSegments("/jobs") ? Dashboard : Ours;
        // Set at the last moment: the handler of exceptions clears whatever was set before.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            return Task.CompletedTask;
        });
        return next(context);
    });
}
