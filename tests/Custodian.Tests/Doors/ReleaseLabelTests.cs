using Custodian.Commands;
using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>What a release is labelled with asks for more than the directors.</summary>
[Collection(nameof(Alone))]
public sealed class ReleaseLabelTests
{
    private static readonly (string Old, string New)[] Clinical =
    [
        ("role: director }]", "role: director }, { any: 1, role: safety, when: { labels: [clinical] } }]"),
        ("sthk-director: { roles: [director]", "sthk-safety: { roles: [safety], keys: [\"{key:sthk-safety}\"] }\n      sthk-director: { roles: [director]"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_labelled_release_waits_for_whoever_the_rules_ask_about_that_label()
    {
        await using var bench = await ReleaseBench.StartAsync(Clinical);
        Assert.Equal(ExitCode.Yes, await bench.ReleaseAsync(ReleaseBench.Taunton, "--label", "clinical"));
        Assert.Equal(ExitCode.No, await bench.ReleaseAsync(ReleaseBench.Sthk, "--wait", "0"));

        var view = await bench.Bench.GetAsync($"api/v1/releases/{PageBench.Name}/1.0");
        Assert.Equal("proposed", view.GetProperty("state").GetString());
        Assert.Contains("it is labelled clinical, and so: One more sign-off", view.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Contains("\nLabels: clinical\n", System.Text.Encoding.UTF8.GetString(view.GetProperty("tag").GetBytesFromBase64()), StringComparison.Ordinal);

        using var server = new ServerClient(bench.Bench.Client.BaseAddress!.ToString());
        var order = new StatementOrder(PageBench.Name, bench.Gold, SubjectKind.Release, view.GetProperty("digest").GetString(), "sthk-safety", "safety", SignOffDecision.Approve, null);
        await new Signing(server, bench.Bench.Key("sthk-safety")).VoteAsync(order, TimeSpan.Zero, Stop);

        await PageBench.UntilAsync(() => bench.Bench.GetAsync($"api/v1/releases/{PageBench.Name}/1.0"), now => now.GetProperty("state").GetString() == "released");
    }

    [Fact]
    public async Task Who_wrote_what_is_released_fills_no_seat_that_its_label_asks_for()
    {
        // Everything here is committed by dev@example.org.
        await using var bench = await ReleaseBench.StartAsync([Clinical[0], (Clinical[1].Old, Clinical[1].New.Replace("sthk-safety: { ", "sthk-safety: { email: dev@example.org, ", StringComparison.Ordinal))]);
        var two = await bench.Bench.PushAsync(PageBench.Main, "two", bench.Gold);
        await bench.Bench.LookAsync();
        foreach (var director in PageBench.Directors) await bench.Bench.SignAsync(two, director, SignOffDecision.Approve);
        await bench.Bench.PageAsync($"gold stands at {two.Abbreviated}");
        Assert.Equal(ExitCode.Yes, await bench.ReleaseAsync(ReleaseBench.Taunton, "--label", "clinical"));
        Assert.Equal(ExitCode.No, await bench.ReleaseAsync(ReleaseBench.Sthk, "--wait", "0"));
        var view = await bench.Bench.GetAsync($"api/v1/releases/{PageBench.Name}/1.0");
        Assert.Contains("Nobody may sign off", view.GetProperty("why").GetString(), StringComparison.Ordinal);

        using var server = new ServerClient(bench.Bench.Client.BaseAddress!.ToString());
        var order = new StatementOrder(PageBench.Name, two, SubjectKind.Release, view.GetProperty("digest").GetString(), "sthk-safety", "safety", SignOffDecision.Approve, null);
        await new Signing(server, bench.Bench.Key("sthk-safety")).VoteAsync(order, TimeSpan.Zero, Stop);

        var still = await bench.Bench.GetAsync($"api/v1/releases/{PageBench.Name}/1.0");
        Assert.Equal("proposed", still.GetProperty("state").GetString());
        Assert.Contains("Nobody may sign off", still.GetProperty("why").GetString(), StringComparison.Ordinal);
        // Where nobody can tell any more who wrote it, it waits for whoever runs the service.
        bench.Bench.TamperWith("Evidence", "delete from Evidence where cast(Bytes as text) like '%goldLine%'");
        var unknown = await bench.Bench.GetAsync($"api/v1/releases/{PageBench.Name}/1.0");
        Assert.Equal("proposed", unknown.GetProperty("state").GetString());
        Assert.Contains("Who had a part in what is released cannot be read", unknown.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Contains(bench.Bench.Facts<SignOffGiven>(two), vote => vote is { SubjectKind: SubjectKind.Release, Person: "sthk-safety", Decision: SignOffDecision.Approve });
    }

    [Fact]
    public async Task A_release_without_the_label_asks_for_directors_alone_and_an_unknown_label_is_refused()
    {
        await using var bench = await ReleaseBench.StartAsync(Clinical);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => bench.Bench.Client.GetStringAsync($"api/v1/releases/{PageBench.Name}/1.0/draft?person={ReleaseBench.Taunton}&label=clinicl", Stop));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);

        await bench.ReleaseAsync(ReleaseBench.Taunton);
        Assert.Equal(ExitCode.Yes, await bench.ReleaseAsync(ReleaseBench.Sthk));

        Assert.Equal("released", (await bench.Bench.GetAsync($"api/v1/releases/{PageBench.Name}/1.0")).GetProperty("state").GetString());
    }
}
