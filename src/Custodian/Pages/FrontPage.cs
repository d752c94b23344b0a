using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Custodian.Pages;

/// <summary>The first page: where each repository stands. Plain HTML without any script.</summary>
internal static class FrontPage
{
    private static readonly byte[] Style = ReadStyle();

    // Another style is another tag, so a browser asks again and is mostly told "not modified".
    private static readonly EntityTagHeaderValue StyleTag = new($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Style))[..16]}\"");

    public static void MapFrontPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", ShowAsync).ExcludeFromDescription();
        routes.MapGet("/style.css", (HttpResponse response) =>
        {
            response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(Style, "text/css; charset=utf-8", entityTag: StyleTag);
        }).ExcludeFromDescription();
    }

    private static async Task<ContentHttpResult> ShowAsync(HttpResponse response, FrontPageReader reader, PageRendering rendering, CancellationToken stop) =>
        await rendering.ShowAsync<FrontPageView>(response, await reader.ReadAsync(stop));

    private static byte[] ReadStyle()
    {
        using var style = typeof(FrontPage).Assembly.GetManifestResourceStream("style.css")!;
        using var bytes = new MemoryStream();
        style.CopyTo(bytes);
        return bytes.ToArray();
    }
}
