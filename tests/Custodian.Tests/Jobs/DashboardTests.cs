using System.Net;
using Custodian.Jobs;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Jobs;

[Collection(nameof(Alone))]
public sealed class DashboardTests
{
    private const string Candidate = "openmaxims@a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_dashboard_is_shown_on_this_machine_and_refused_by_way_of_another_name_or_a_proxy()
    {
        await using var bench = await PageBench.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await AskAsync(bench, null, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(bench, "Host", "custodian.example.org"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(bench, "X-Forwarded-For", "127.0.0.1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(bench, "Forwarded", "for=127.0.0.1"));
    }

    [Fact]
    public async Task The_dashboard_shows_the_name_of_a_check_that_ran()
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();

        // All of them: every second there is a newer one.
        await PageBench.UntilAsync(
            async () => (await bench.Client.GetStringAsync("jobs/jobs/succeeded?from=0&count=500", Stop)).Contains($"Run tests, {PageBench.Name}@{candidate.Abbreviated}", StringComparison.Ordinal),
            shown => shown);
    }

    [Theory]
    [InlineData(nameof(JobKind.Watch), "openmaxims", "Look at openmaxims")]
    [InlineData(nameof(JobKind.Poll), "openmaxims", "See whether openmaxims is due for a look")]
    [InlineData(nameof(JobKind.Check), Candidate + "/tests", "Run tests, openmaxims@a1b2c3d4")]
    [InlineData(nameof(JobKind.Decide), Candidate, "Judge openmaxims@a1b2c3d4")]
    [InlineData(nameof(JobKind.Promote), "openmaxims", "Move gold of openmaxims")]
    [InlineData(nameof(JobKind.Tally), "openmaxims", "Count votes on openmaxims")]
    [InlineData(nameof(JobKind.Release), "openmaxims", "Publish releases of openmaxims")]
    [InlineData(nameof(JobKind.Publish), "openmaxims", "Push the ledger to where gold of openmaxims lives")]
    [InlineData(nameof(JobKind.Comment), "openmaxims", "Answer comments on openmaxims on the forge")]
    [InlineData(nameof(JobKind.Recheck), Candidate, "Ask for what has not passed of openmaxims@a1b2c3d4 again")]
    [InlineData(nameof(JobKind.Review), "openmaxims", "Read the reviews of openmaxims on the forge")]
    [InlineData(nameof(JobKind.Tell), Candidate, "Show on the forge how openmaxims@a1b2c3d4 stands")]
    [InlineData(nameof(JobKind.Propose), "openmaxims", "Ask on the forge for what openmaxims proposes")]
    [InlineData(nameof(JobKind.Missed), "", "Ask again for hooks that did not arrive")]
    [InlineData(nameof(JobKind.Rerun), "72d3162e", "Run again what hook 72d3162e asks for")]
    [InlineData(nameof(JobKind.Reconcile), "", "Look for what was left undone")]
    public void A_job_is_named_as_a_person_would_name_it(string kind, string id, string name) => Assert.Equal(name, JobNameForPeopleAttribute.Name(kind, id));

    [Fact]
    public void Every_kind_of_job_has_such_a_name() =>
        Assert.All(Enum.GetNames<JobKind>(), kind => Assert.DoesNotContain(kind + " ", JobNameForPeopleAttribute.Name(kind, "line@1/x") + " ", StringComparison.Ordinal));

    private static async Task<HttpStatusCode> AskAsync(PageBench bench, string? header, string? value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "jobs");
        if (header is not null) request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await bench.Client.SendAsync(request, Stop);
        return answer.StatusCode;
    }
}
