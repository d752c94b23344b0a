using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Service;

[Collection(nameof(Alone))]
public sealed class ReadyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_can_work_names_its_four_parts_and_says_ready()
    {
        await using var bench = await PageBench.StartAsync();

        // The job engine starts beside the doors.
        var (status, report) = await PageBench.UntilAsync(() => AskAsync(bench), answer => answer.Status == HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("ready", report.GetProperty("status").GetString());
        Assert.Equal(
            [("database", "ok"), ("git", "ok"), ("jobs", "ok"), ("disk", "ok")],
            report.GetProperty("parts").EnumerateObject().Select(part => (part.Name, part.Value.GetString()!)));
        Assert.Empty(report.GetProperty("remotes").EnumerateObject());
    }

    [Fact]
    public async Task A_remote_that_does_not_answer_degrades_the_service_and_is_named()
    {
        await using var bench = await PageBench.StartAsync();
        Directory.Delete(bench.Repository, recursive: true);
        await bench.LookAsync();

        var (_, report) = await PageBench.UntilAsync(() => AskAsync(bench), answer => answer.Status == HttpStatusCode.OK);

        Assert.Equal("degraded", report.GetProperty("status").GetString());
        Assert.Contains("Could not fetch: ", report.GetProperty("remotes").GetProperty(PageBench.Name).GetString(), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Report)> AskAsync(PageBench bench)
    {
        using var answer = await bench.Client.GetAsync("readyz", Stop);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Stop));
    }
}
