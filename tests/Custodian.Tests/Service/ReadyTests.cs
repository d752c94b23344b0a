using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Custodian.Git;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Service;

[Collection(nameof(Alone))]
public sealed class ReadyTests
{
    private static readonly ProgramRunner Programs = new("custodian-tests");

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

    [Fact]
    public async Task Without_git_the_service_is_not_ready_and_git_is_named_and_once_it_is_there_all_is_well()
    {
        await using var bench = await PageBench.StartAsync();
        await PageBench.UntilAsync(() => AskAsync(bench), answer => answer.Status == HttpStatusCode.OK);
        var path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", bench.DataFolder);
        (HttpStatusCode Status, JsonElement Report) without;
        try
        {
            without = await AskAsync(bench);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }

        var broken = Assert.Single(Broken(without.Report));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not-ready"), (without.Status, without.Report.GetProperty("status").GetString()));
        Assert.Equal("git", broken.Name);
        Assert.StartsWith("'git' cannot be started", broken.Value.GetString(), StringComparison.Ordinal);
        Assert.Empty(Broken((await AskAsync(bench)).Report));
    }

    [Fact]
    public async Task On_a_disk_that_is_nearly_full_the_service_is_not_ready_and_says_where_to_make_room()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("not run: a small tmpfs can be mounted as root only");
        var small = Directory.CreateTempSubdirectory("custodian-small-disk-").FullName;
        var temporary = Environment.GetEnvironmentVariable("TMPDIR");
        try
        {
            if (await MountAsync("-t", "tmpfs", "-o", "size=200m", "tmpfs", small) is { Succeeded: false } refused) Assert.Skip($"not run: this root may not mount ({refused.Error.Trim()})");
            // The bench makes its folder, and the service's data folder in it, where temporary files go.
            Environment.SetEnvironmentVariable("TMPDIR", small);
            await using var bench = await PageBench.StartAsync();
            var (status, report) = await PageBench.UntilAsync(() => AskAsync(bench), answer => Broken(answer.Report).Count == 1);
            await MountAsync("-o", "remount,size=1g", small);
            var (later, _) = await AskAsync(bench);

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "not-ready"), (status, report.GetProperty("status").GetString()));
            var broken = Assert.Single(Broken(report));
            Assert.Equal("disk", broken.Name);
            Assert.Matches($"^only 1[0-9]{{2}} MiB are free where {bench.DataFolder} lies: make room$", broken.Value.GetString());
            Assert.Equal(HttpStatusCode.OK, later);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", temporary);
            await Programs.RunAsync(new() { Program = "umount", Arguments = [small], Timeout = TimeSpan.FromMinutes(1) }, CancellationToken.None);
            Directory.Delete(small);
        }
    }

    private static List<JsonProperty> Broken(JsonElement report) => [.. report.GetProperty("parts").EnumerateObject().Where(part => part.Value.GetString() != "ok")];

    private static Task<ProgramResult> MountAsync(params string[] arguments) =>
        Programs.RunAsync(new() { Program = "mount", Arguments = arguments, Timeout = TimeSpan.FromMinutes(1) }, Stop);

    private static async Task<(HttpStatusCode Status, JsonElement Report)> AskAsync(PageBench bench)
    {
        // Past the second for which one look serves everybody.
        bench.Clock.Advance(TimeSpan.FromSeconds(1.1));
        using var answer = await bench.Client.GetAsync("readyz", Stop);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Stop));
    }
}
