using System.Net;
using System.Text;
using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Custodian.Tests.Policies;
using Xunit;
using static Custodian.Tests.Attacks.AttackBench;

namespace Custodian.Tests.Attacks;

/// <summary>Who speaks: what has been tried against gates of this kind, through the front door.</summary>
[Collection(nameof(Alone))]
public sealed class IdentityAttackTests
{
    private const string Secret = "whsec_b25lLXNlY3JldC1vZi0yNC1ieXRlcyEh";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attack_10_and_20_a_twin_of_a_name_and_who_is_no_person_of_a_custodian_say_nothing()
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await bench.CandidateAsync();

        foreach (var other in (string[])["STHK-director", "Sthk-Director", "sthk-dirеctor", "sthk-dire\u0301ctor", "sthk-director ", "github-actions[bot]", "operator", "gate", "anyone", "sthk", ""])
        {
            await RefusedAsync("person-unknown", () => bench.SayAsync(candidate, Sthk, change: statement => statement with { Person = other }));
        }

        await bench.SayAsync(candidate, Taunton);
        Assert.Equal([Taunton], bench.Facts<SignOffGiven>(candidate).Select(said => said.Person));
        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing);
    }

    [Theory]
    [InlineData("roles: [director], from: 2015-01-01, github: 1234567", "roles: [director], from: 2015-01-01, github: Ann-Example", "number")]
    [InlineData("developer: { name: Dev Eloper }", "developer: { github: 1234567 }", "already 'taunton-director''s")]
    [InlineData("    until: 2031-12-31", "    subject: a1b2", "already 'taunton-director''s")]
    public void Attack_10_11_and_18_an_account_is_known_by_a_number_that_no_other_person_has(string good, string other, string why) =>
        Assert.Contains(Sample.Check(Sample.With(good, other)), problem => problem.Text.Contains(why, StringComparison.Ordinal));

    [Theory]
    [InlineData("developer: { name: Dev Eloper }", "taunton-director: { roles: [director] }")]
    [InlineData("developer: { name: Dev Eloper }", "developer: { roles: [director], keys: [\"" + Sample.TauntonKey + " of another name\"] }")]
    public void Attack_19_no_person_and_no_key_is_of_two_custodians(string good, string other) =>
        Assert.Contains(Sample.Check(Sample.With(good, other)), problem => problem.Text.Contains("already", StringComparison.Ordinal));

    [Fact]
    public async Task Attack_12_who_is_named_as_author_committer_and_approver_in_a_commit_has_said_nothing()
    {
        await using var bench = await PageBench.StartAsync(("sthk-director: {", "sthk-director: { email: director@sthk.example,"), ("checks: all,", "checks: all, author-may-sign: true,"));
        var first = await bench.AdoptFirstAsync();
        var forged = await bench.SeenAsync(await bench.CommitAsync(PageBench.Main, first, "Fix\n\nApproved-by: sthk-director <director@sthk.example>\nSigned-off-by: sthk-director <director@sthk.example>\n",
            new Dictionary<string, string> { ["file.txt"] = "two" }, "-c", "user.name=sthk-director", "-c", "user.email=director@sthk.example"));

        await bench.SayAsync(forged, Taunton);

        await bench.StaysOutAsync(forged, ReasonCode.SignOffMissing);
        await bench.SayAsync(forged, Sthk);
        await bench.WhyAsync(forged, "promoted");
    }

    [Fact]
    public async Task Attack_16_nobody_speaks_for_another_by_their_own_key_nor_by_their_own_custodians_hook()
    {
        using var secret = new SampleFile(Secret);
        await using var bench = await PageBench.StartAsync(("name: Taunton & Somerset\n", $"name: Taunton & Somerset\n    hook-secret: \"file:{secret.Path}\"\n"));
        var candidate = await bench.CandidateAsync();

        await RefusedAsync("signature-wrong", () => bench.SayAsync(candidate, Sthk, pen: Taunton));
        using var hook = await bench.HookAsync("taunton", Secret, (await bench.StatementAsync(candidate, Sthk)).ToBytes());
        using var otherDoor = await bench.HookAsync("sthk", Secret, (await bench.StatementAsync(candidate, Sthk)).ToBytes());

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (hook.StatusCode, otherDoor.StatusCode));
        Assert.Contains("person-of-another-custodian", await hook.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Empty(bench.Facts<SignOffGiven>(candidate));
        await bench.SayAsync(candidate, Taunton);
        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing);
    }

    [Fact]
    public async Task Attack_17_where_a_rule_excludes_the_pusher_and_nothing_tells_who_pushed_the_candidate_is_held()
    {
        await using var bench = await PageBench.StartAsync(("role: director }] }", "role: director, not-by: [author, committer, pusher, another-seat] }] }"));
        var candidate = await bench.CandidateAsync();

        foreach (var director in PageBench.Directors) await bench.SayAsync(candidate, director);

        await bench.StaysOutAsync(candidate, ReasonCode.PusherUnknown);
    }

    [Fact]
    public async Task Attack_18_and_history_6_one_person_by_two_keys_and_a_hook_counts_once_and_votes_of_one_instant_all_survive()
    {
        using var secret = new SampleFile(Secret);
        await using var bench = await PageBench.StartAsync(
            ("name: Taunton & Somerset\n", $"name: Taunton & Somerset\n    hook-secret: \"file:{secret.Path}\"\n"),
            ("{ roles: [director, adviser], keys: [", "{ roles: [director, adviser], keys: [\"{key:taunton-second}\", "),
            ("sthk-director: {", "sthk-deputy: { roles: [director], keys: [\"{key:sthk-deputy}\"] }\n      sthk-director: {"),
            ("role: director }] }", "role: director }, { any: 3, role: director, not-by: [] }] }"));
        var candidate = await bench.CandidateAsync();

        await bench.SayAsync(candidate, Taunton);
        await bench.SayAsync(candidate, Taunton, pen: "taunton-second");
        using (var hook = await bench.HookAsync("taunton", Secret, (await bench.StatementAsync(candidate, Taunton)).ToBytes())) Assert.Equal(HttpStatusCode.Created, hook.StatusCode);

        Assert.Equal(["ssh", "ssh", "hook"], bench.Facts<SignOffGiven>(candidate).Select(said => said.Door));
        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing, ReasonCode.SignOffMissing, ReasonCode.SignOffMissing);

        await Task.WhenAll(bench.SayAsync(candidate, Sthk), bench.SayAsync(candidate, "sthk-deputy"));
        await bench.WhyAsync(candidate, "promoted");
    }

    [Fact]
    public async Task Attack_21_an_approval_leaves_with_its_person()
    {
        var today = TimeProvider.System.GetUtcNow();
        await using var bench = await PageBench.StartAsync(($"{Taunton}: {{", $"{Taunton}: {{ until: {today:yyyy-MM-dd},"));
        var candidate = await bench.CandidateAsync();
        await bench.SayAsync(candidate, Taunton);
        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing);

        bench.Clock.Advance(TimeSpan.FromDays(1));
        await bench.SayAsync(candidate, Sthk);

        await bench.StaysOutAsync(candidate, ReasonCode.SeatVacant);
        await RefusedAsync("out-of-office", () => bench.SayAsync(candidate, Taunton));
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Attack_22_what_a_browser_says_another_sites_page_made_it_send_is_refused_at_every_door(string header, string value)
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await bench.CandidateAsync();
        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing, ReasonCode.SignOffMissing);
        var size = bench.Size();
        var doors = bench.Doors().Where(door => door.Method is not ("GET" or "HEAD")).ToList();
        Assert.Equal(9, doors.Count);

        foreach (var (method, route) in doors)
        {
            using var answer = await SendAsync(bench, method, AttackBench.PathOf(route, candidate), header, value);

            Assert.Equal((route, HttpStatusCode.Forbidden), (route, answer.StatusCode));
            Assert.Contains("urn:custodian:problem:other-site", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
            Assert.DoesNotContain(answer.Headers, one => one.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        }

        Assert.Equal(size, bench.Size());
        foreach (var (ownHeader, own) in ((string, string)[])[("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none"), ("Origin", bench.Server.TrimEnd('/'))])
        {
            using var watched = await SendAsync(bench, "POST", $"api/v1/repositories/{PageBench.Name}/watch", ownHeader, own);
            Assert.Equal((own, HttpStatusCode.Accepted), (own, watched.StatusCode));
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Attack_22_what_a_page_of_another_site_can_make_a_browser_send_is_refused_at_every_door(string type)
    {
        await using var bench = await PageBench.StartAsync();
        var size = bench.Size();

        foreach (var door in (string[])["api/v1/sign-offs", "api/v1/releases", "api/v1/policies", "api/v1/freezes", "api/v1/waivers", "hooks/sign-off/taunton"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, door) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}")) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await bench.Client.SendAsync(request, Stop);

            Assert.Equal((door, HttpStatusCode.UnsupportedMediaType), (door, answer.StatusCode));
            Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) || header.Key == "Set-Cookie");
        }

        Assert.Equal(size, bench.Size());
    }

    private static async Task<HttpResponseMessage> SendAsync(PageBench bench, string method, string path, string header, string value)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.Add(header, value);
        return await bench.Client.SendAsync(request, Stop);
    }
}
