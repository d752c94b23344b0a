using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Custodian.EndToEnd.Estates;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>The job engine's dashboard, as the operator sees it and as the network does not.</summary>
public sealed class DashboardTests
{
    private static readonly string[] Paths = ["/jobs", "/jobs/jobs/succeeded", "/jobs/recurring", "/jobs/servers"];

    [Fact]
    public async Task It_is_refused_to_whoever_does_not_come_by_loopback_and_calls_this_machine_localhost()
    {
        if (AddressOnTheNetwork() is not { } own)
        {
            Assert.Skip("not run: this machine has no IPv4 address besides loopback");
            return;
        }

        await using var estate = await TestEstate.ServeAsync(new() { Listen = "0.0.0.0" });
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var port = new Uri(estate.Server).Port;
        Task<HttpStatusCode> AskAsync(IPAddress address, string path) => StatusAsync(http, new($"http://{address}:{port}{path}"), $"localhost:{port}");

        // The service itself is reached there.
        Assert.Equal(HttpStatusCode.OK, await AskAsync(own, "/healthz"));
        foreach (var path in Paths)
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(IPAddress.Loopback, path));
            Assert.True(await AskAsync(own, path) is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, path);
        }
    }

    [Fact]
    public async Task Each_check_run_is_a_job_that_is_named_for_people()
    {
        await using var estate = await TestEstate.AdoptedAsync(new());
        var first = await estate.PushAsync("dose");
        await estate.AwaitsPeopleAsync(first);
        var second = await estate.PushAsync("allergy");
        await estate.AwaitsPeopleAsync(second);

        string[] named = [$"Run tests, {TestEstate.Repository}@{first[..8]}", $"Run tests, {TestEstate.Repository}@{second[..8]}"];
        await Eventually.BecomesAsync(
            async () => WebUtility.HtmlDecode((await estate.Doors.AskAsync("/jobs/jobs/succeeded?from=0&count=500")).Text),
            page => named.All(name => page.Contains(name, StringComparison.Ordinal)),
            "the jobs of both check runs have succeeded, each under its name");
    }

    private static IPAddress? AddressOnTheNetwork() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(one => one.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, Uri uri, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri) { Headers = { Host = host } };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
