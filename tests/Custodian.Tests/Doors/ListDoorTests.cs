using System.Text.Json;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>What the doors that list things list.</summary>
[Collection(nameof(Alone))]
public sealed class ListDoorTests
{
    // For people and their browsers, not for programs; and the description itself.
    private static readonly string[] Undescribed = ["get /", "get /style.css", "get /openapi/{documentName}.json", "get /repositories/{name}/candidates/{commit}", "get /repositories/{name}/candidates/{commit}/checks/{check}/report"];

    [Fact]
    public async Task After_one_promotion_and_one_release_the_doors_list_just_these()
    {
        await using var bench = await PageBench.StartAsync();
        var one = await bench.AdoptFirstAsync();
        var two = await bench.PromoteAsync("two", one);
        foreach (var director in PageBench.Directors) Assert.Equal(0, await bench.ReleaseAsync("1.0", director));
        var three = await bench.PushAsync(PageBench.Main, "three", two);
        await bench.LookAsync();

        var repository = Assert.Single((await bench.GetAsync("api/v1/repositories")).EnumerateArray());
        Assert.Equal(PageBench.Name, Text(repository, "name"));
        Assert.Equal("adopted", Text(repository, "state"));
        Assert.Equal(two.ToString(), Text(repository, "gold"));
        Assert.Equal(two.ToString(), Text(repository, "remoteGold"));
        Assert.Equal([three.ToString()], repository.GetProperty("candidates").EnumerateArray().Select(commit => commit.GetString()));

        var candidates = (await bench.GetAsync($"api/v1/repositories/{PageBench.Name}/candidates")).EnumerateArray().ToList();
        Assert.Equal([three.ToString(), two.ToString(), one.ToString()], candidates.Select(candidate => Text(candidate, "commit")));
        Assert.Equal("promote", Text(candidates[1], "verdict"));
        Assert.Equal("passed", Text(Assert.Single(candidates[1].GetProperty("checks").EnumerateArray()), "outcome"));
        Assert.Equal(PageBench.Directors, candidates[1].GetProperty("signOffs").EnumerateArray().Select(signOff => Text(signOff, "person")));

        var release = Assert.Single((await bench.GetAsync("api/v1/releases")).EnumerateArray());
        Assert.Equal((PageBench.Name, "1.0", two.ToString(), "released"), (Text(release, "repository"), Text(release, "version"), Text(release, "commit"), Text(release, "state")));
        Assert.Equal(await bench.GitAsync(null, "--git-dir", bench.Repository, "rev-parse", "refs/tags/certified/1.0"), Text(release, "tagId"));
        Assert.Empty(release.GetProperty("awaited").EnumerateArray());
    }

    [Fact]
    public async Task The_description_of_the_doors_names_exactly_those_that_are_there()
    {
        await using var bench = await PageBench.StartAsync();

        var description = await bench.GetAsync("openapi/v1.json");

        var described = from path in description.GetProperty("paths").EnumerateObject()
                        from method in path.Value.EnumerateObject()
                        select $"{method.Name} {path.Name}";
        var mapped = from endpoint in bench.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                     from method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
                     select $"{method.ToLowerInvariant()} {endpoint.RoutePattern.RawText!.Replace("{**", "{", StringComparison.Ordinal)}";
        Assert.Equal(mapped.Except(Undescribed).Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        Assert.All(description.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()), door => Assert.NotEqual("", Text(door.Value, "summary")));
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;
}
