using System.Net;
using System.Text;
using Custodian.Commands;
using Custodian.Decisions;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Doors;
using Custodian.Tests.Pages;
using Custodian.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Custodian.Tests.Attacks.AttackBench;

namespace Custodian.Tests.Attacks;

/// <summary>What happened to other gates, through the front door of this one.</summary>
[Collection(nameof(Alone))]
public sealed class OtherGatesHistoryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_1_an_approval_that_arrives_after_the_head_moved_counts_for_the_commit_that_it_names()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.AdoptFirstAsync();
        var named = await bench.SeenAsync(await bench.PushAsync(PageBench.Main, "two", first));
        var statement = await bench.StatementAsync(named, Taunton);

        var head = await bench.SeenAsync(await bench.PushAsync(PageBench.Main, "three", named));
        await bench.SayAsync(named, Taunton, change: _ => statement);
        await bench.SayAsync(head, Sthk);

        await bench.StaysOutAsync(head, ReasonCode.SignOffMissing);
        await bench.StaysOutAsync(named, ReasonCode.SignOffMissing);
        Assert.Equal(named, Assert.Single(bench.Facts<SignOffGiven>(named)).Commit);
    }

    [Fact]
    public async Task History_2_approving_what_failed_approves_nothing_that_is_pushed_to_mend_it()
    {
        await using var bench = await PageBench.StartAsync(("run: [\"true\"]", "run: [grep, -q, good, file.txt]"));
        var first = await bench.PushAsync(PageBench.Main, "good one", null);
        await bench.LookAsync();
        await bench.AdoptAsync(first, [.. PageBench.Directors]);
        await bench.PageAsync($"gold stands at {first.Abbreviated}");
        var bad = await bench.SeenAsync(await bench.PushAsync(PageBench.Main, "bad", first));
        foreach (var director in PageBench.Directors) await bench.SayAsync(bad, director);
        await bench.StaysOutAsync(bad, ReasonCode.CheckFailed);

        var mended = await bench.SeenAsync(await bench.PushAsync(PageBench.Main, "good two", bad));

        await bench.StaysOutAsync(mended, ReasonCode.SignOffMissing, ReasonCode.SignOffMissing);
        await bench.StaysOutAsync(bad, ReasonCode.CheckFailed);
    }

    [Fact]
    public async Task History_3_approving_an_ancestor_moves_gold_to_it_and_not_beyond()
    {
        await using var bench = await PageBench.StartAsync();
        var ancestor = await bench.CandidateAsync();
        var tip = await bench.SeenAsync(await bench.PushAsync(PageBench.Main, "three", ancestor));

        await bench.PromotedAsync(ancestor);

        await bench.StaysOutAsync(tip, ReasonCode.SignOffMissing, ReasonCode.SignOffMissing);
        Assert.Equal(ancestor, bench.Gold());
    }

    [Fact]
    public async Task History_7_no_prose_is_a_vote()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.AdoptFirstAsync();
        var praised = await bench.SeenAsync(await bench.CommitAsync(PageBench.Main, first, "LGTM +1 approved, ship it\n\n/approve\nr+", new Dictionary<string, string> { ["file.txt"] = "+1 approve" }));

        await bench.SayAsync(praised, Taunton, SignOffDecision.Withdraw, change: statement => statement with { Reason = "+1, approve, LGTM :+1:" });
        await bench.SayAsync(praised, Sthk, SignOffDecision.Reject, change: statement => statement with { Reason = "I approve: +1" });
        await bench.StaysOutAsync(praised, ReasonCode.Vetoed, ReasonCode.SignOffMissing, ReasonCode.SignOffMissing);
        foreach (var decision in (string[])["%2B1", "LGTM", "yes", "0", "approve,reject", "3"])
        {
            Assert.Equal((decision, HttpStatusCode.BadRequest), (decision, await bench.StatusAsync(HttpMethod.Get,
                $"api/v1/statement?repository={PageBench.Name}&commit={praised}&subject=commit&person={Taunton}&role=director&decision={decision}")));
        }

        using var server = new ServerClient(bench.Server);
        foreach (var decision in (string[])["\"+1\"", "\"0\"", "0", "\"approve, reject\"", "\"LGTM\"", "true", "null", "[\"approve\"]"])
        {
            var signed = Encoding.UTF8.GetString((await bench.StatementAsync(praised, Taunton)).ToBytes()).Replace("\"decision\":\"approve\"", $"\"decision\":{decision}", StringComparison.Ordinal);
            Assert.Contains(decision, signed, StringComparison.Ordinal);
            await RefusedAsync("statement-malformed", () => new Signing(server, bench.Key(Taunton)).SendAsync(Encoding.UTF8.GetBytes(signed), TestContext.Current.CancellationToken));
        }

        await bench.SayAsync(praised, Sthk, change: statement => statement with { Reason = "I cannot give this a +1 for its style: -1, but it is safe." });
        await bench.SayAsync(praised, Taunton);
        await bench.WhyAsync(praised, "promoted");
    }

    [Fact]
    public async Task History_8_a_check_that_cannot_be_run_holds_what_everybody_approved_and_says_who_mends_it()
    {
        await using var bench = await PageBench.StartAsync(("run: [\"true\"]", "run: [/nowhere/at/all]"));
        var candidate = await bench.CandidateAsync();

        foreach (var director in PageBench.Directors) await bench.SayAsync(candidate, director);

        await bench.StaysOutAsync(candidate, ReasonCode.CheckErrored);
        Assert.Equal(["operator"], (await bench.WhyAsync(candidate, "hold")).GetProperty("reasons")[0].GetProperty("who").EnumerateArray().Select(who => who.GetString()));
    }

    [Fact]
    public async Task History_8_contents_that_cannot_be_read_hold_what_everybody_approved_until_they_can()
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await bench.CandidateAsync();
        await bench.SayAsync(candidate, Taunton);
        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing);
        var statement = await bench.StatementAsync(candidate, Sthk);

        bench.Lose("mirrors", PageBench.Name + ".git", "objects");
        using (var server = new ServerClient(bench.Server)) await new Signing(server, bench.Key(Sthk)).SendAsync(statement.ToBytes(), TestContext.Current.CancellationToken);

        await bench.PageAsync($"has to fetch this commit of {PageBench.Name} again");
        await ActivatorUtilities.CreateInstance<DecideStep>(bench.Services).RunAsync(new CandidateId(PageBench.Name, candidate).ToString(), TestContext.Current.CancellationToken);
        Assert.Empty(bench.Facts<PromotionIntended>(candidate));
        await bench.LookAsync();
        await bench.WhyAsync(candidate, "promoted");
    }

    [Theory]
    [InlineData("checks: [tests, lint]", "checks: []", "empty list")]
    [InlineData("[{ each: custodian, role: director }]", "[]", "must be a list with at least one entry")]
    [InlineData("[{ each: custodian, role: director }]", "[{ any: 2, role: director }]", "no rule asks each custodian")]
    [InlineData("[{ each: custodian, role: director }]", "[{ each: custodian, role: director, count: 0 }]", "count")]
    public void History_9_a_policy_that_asks_for_nothing_is_no_policy(string good, string other, string why) =>
        Assert.Contains(Sample.Check(Sample.With(good, other)), problem => problem.Text.Contains(why, StringComparison.Ordinal));

    [Fact]
    public void History_4_and_9_a_policy_that_cannot_be_read_starts_nothing()
    {
        foreach (var text in (string[])["", "{}", "custodians: {}\nrepositories: {}\n", Sample.Good[..(Sample.Good.Length / 2)], "\0\0\0", "- 1\n- 2\n"])
        {
            using var file = new SampleFile(text);
            Assert.Throws<ConfigurationException>(() => ConfigurationFile.Load(file.Path, CustodianSetup.CheckSchemas));
        }
    }

    [Fact]
    public async Task History_9_running_a_check_again_loses_no_result_that_went_against_it()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing);
        var candidate = await bench.FailedAsync();
        foreach (var director in PageBench.Directors) await bench.SayAsync(candidate, director);

        Assert.Equal(HttpStatusCode.Accepted, await bench.StatusAsync(HttpMethod.Post, $"api/v1/repositories/{PageBench.Name}/candidates/{candidate}/checks/tests/runs"));

        await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<CheckRun>(candidate).Count), runs => runs == 2);
        await bench.StaysOutAsync(candidate, ReasonCode.CheckFailed);
    }

    [Fact]
    public async Task History_10_and_11_no_door_records_anything_for_who_has_proved_nothing_and_none_promotes()
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await bench.CandidateAsync();
        await bench.SayAsync(candidate, Taunton);
        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing);
        var doors = bench.Doors();
        string[] open = ["/api/v1/repositories/{name}/watch", "/api/v1/repositories/{name}/candidates/{commit}/checks/{check}/runs"];

        // A door more is a door to guard: it comes here first.
        Assert.Equal(
            ["/api/v1/freezes", "/api/v1/policies", "/api/v1/releases", open[1], open[0], "/api/v1/sign-offs", "/api/v1/waivers", "/hooks/github", "/hooks/sign-off/{custodian}"],
            doors.Where(door => door.Method is not ("GET" or "HEAD")).Select(door => door.Route).Order(StringComparer.Ordinal));
        Assert.True(doors.Count(door => door.Method == "GET") > 15);

        var size = bench.Size();
        foreach (var (method, route) in doors)
        {
            var path = PathOf(route, candidate);
            foreach (var body in method == "GET" ? (string?[])[null] : ["{}", "", "{\"statement\":\"e30=\",\"signature\":\"\"}", Encoding.UTF8.GetString((await bench.StatementAsync(candidate, Sthk)).ToBytes())])
            {
                using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
                var status = await bench.StatusAsync(new(method), path, content);

                Assert.True((int)status < 500, $"{method} {path}: {status}");
                if (method != "GET" && !open.Contains(route)) Assert.True((int)status is >= 400 and < 500, $"{method} {path}: {status}");
            }
        }

        // No cancelling, promoting or removing by another verb either.
        foreach (var verb in (HttpMethod[])[HttpMethod.Delete, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Post])
        {
            foreach (var path in (string[])[$"api/v1/repositories/{PageBench.Name}", $"api/v1/repositories/{PageBench.Name}/candidates/{candidate}", $"api/v1/repositories/{PageBench.Name}/candidates/{candidate}/verdict", $"api/v1/repositories/{PageBench.Name}/promote"])
            {
                Assert.True(await bench.StatusAsync(verb, path) is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound, $"{verb} {path}");
            }
        }

        Assert.Equal(size, bench.Size());
        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing);
    }

    [Theory]
    [InlineData("developer", "role-not-held")]
    [InlineData("adviser", "role-not-held")]
    [InlineData("deputy", "role-not-held")]
    [InlineData("former", "out-of-office")]
    [InlineData("to-come", "out-of-office")]
    [InlineData("professor", "role-not-asked", "person-unknown")]
    [InlineData("cic-chair", "person-unknown")]
    public async Task History_11_no_door_takes_a_directors_word_from_anybody_else(string person, string refusal, string? ofAPolicy = null)
    {
        await using var bench = await PageBench.StartAsync(
            ("sthk-director: {", """
                developer: { keys: ["{key:developer}"] }
                      adviser: { roles: [adviser], keys: ["{key:adviser}"] }
                      deputy: { deputises: [director], keys: ["{key:deputy}"] }
                      former: { roles: [director], until: 2020-01-01, keys: ["{key:former}"] }
                      to-come: { roles: [director], from: 2999-01-01, keys: ["{key:to-come}"] }
                      sthk-director: {
                """),
            ("\nrepositories:", "\nassociates: { professor: { kind: academic, roles: [director], keys: [\"{key:professor}\"] } }\npolicy: { chair: { id: cic-chair, keys: [\"{key:cic-chair}\"] } }\nrepositories:"),
            ("role: director }]", "role: director, deputies: false }]"));
        var candidate = await bench.CandidateAsync();
        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing, ReasonCode.SignOffMissing);
        var waiver = bench.Waiver(candidate);
        var file = Path.Combine(Path.GetDirectoryName(bench.File)!, "proposed.yaml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(bench.File, Stop)).Replace("sign-offs: [{ each", "soak: 1h, sign-offs: [{ each", StringComparison.Ordinal), Stop);
        var policy = ConfigurationFile.Load(file, CustodianSetup.CheckSchemas);
        var motion = new PolicyMotion(2, policy.PolicyDigest, bench.Read(reader => reader.Every<PolicyAdopted>()[^1].Body.Digest));
        var size = bench.Size();
        using var server = new ServerClient(bench.Server);
        var signing = new Signing(server, bench.Key(person));
        // What a director of St Helens could say, said and signed by somebody else.
        async Task<byte[]> TheirsAsync(string query) => (Statement.Parse(await bench.Client.GetByteArrayAsync($"api/v1/statement?person={Sthk}&role=director&decision=approve&{query}", Stop)) with { Person = person }).ToBytes();

        await RefusedAsync(ofAPolicy ?? refusal, async () => await signing.ProposeAsync(motion, policy.PolicyDocument, false, await TheirsAsync($"subject=policy:{motion.Digest()}"), Stop));
        await RefusedAsync(refusal, async () => await signing.ProposeExceptionAsync(
            waiver.ToBytes(), await TheirsAsync($"repository={PageBench.Name}&commit={candidate}&subject={waiver.Kind}:{ExceptionMotion.Digest(waiver.ToBytes())}"), Stop));
        await RefusedAsync(refusal, async () => await signing.SendAsync(await TheirsAsync($"repository={PageBench.Name}&subject=freeze-request:{new FreezeMotion(PageBench.Name, bench.Gold()!.Value).Digest()}"), Stop));
        Assert.Equal(size, bench.Size());

        Task SignAsync() => bench.SayAsync(candidate, Sthk, pen: person, change: statement => statement with { Person = person });
        // What a deputy or an associate says of a commit is kept and shown, and fills no seat that is not open to them.
        if (person is "deputy" or "professor") await SignAsync();
        else await RefusedAsync(refusal, SignAsync);

        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing, ReasonCode.SignOffMissing);
    }
}
