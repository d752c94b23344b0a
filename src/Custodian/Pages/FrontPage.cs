
namespace Custodian.Pages;

/// <summary>The first page: where each repository stands.</summary>
internal static class FrontPage
{
    public static void MapFrontPage(this IEndpointRouteBuilder routes) => routes.MapGet("/", () => TypedResults.Text("Custodian")).ExcludeFromDescription();
}
