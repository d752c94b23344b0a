using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Custodian.Pages;

/// <summary>Makes a page of a component that takes a <c>Model</c>: plain HTML without any script, which nobody keeps.</summary>
internal sealed class PageRendering(IServiceProvider services, ILoggerFactory loggers)
{
    public async Task<ContentHttpResult> ShowAsync<TView>(HttpResponse response, object model)
        where TView : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = model });
            return (await renderer.RenderComponentAsync<TView>(parameters)).ToHtmlString();
        });
        response.Headers.CacheControl = "no-store";
        return TypedResults.Content(html, "text/html; charset=utf-8");
    }
}
