using System.Text.Json;
using System.Text.Json.Nodes;
using Custodian.Checks;
using Custodian.Commands;
using Custodian.Decisions;
using Custodian.Git;
using Custodian.Ledger;
using Custodian.Policies;
using Custodian.Promotions;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Decisions;
using Custodian.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>The policy lives in a watched repository whose gold it is: the gate gates its own rules.</summary>
[Collection(nameof(Alone))]
public sealed class PolicyHomeTests
{
    private const string Joined = "\n  blackpool:\n    name: Blackpool\n    people:\n      blackpool-director: { roles: [director], keys: [\"{key}\"] }\npolicy:";

    private static readonly (string Old, string New)[] Home =
    [
        ("\nrepositories:", "\npolicy: { repository: openmaxims, path: file.txt }\nrepositories:"),
        ("service:", "# {key:blackpool-director}\nservice:"),
    ];

    private const string Gone = ".gone";

    // Longer than the lease that is taken with an intent.
    private static readonly TimeSpan MayLand = TimeSpan.FromMinutes(10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_commit_that_every_custodian_signed_brings_its_policy_into_force_with_gold()
    {
        await using var bench = await PageBench.StartAsync(Home);
        var text = (await TextAsync(bench)).Replace("sign-offs: [{ each", "soak: 1h, sign-offs: [{ each", StringComparison.Ordinal);
        var commit = await PushAsync(bench, text);
        // The first policy was adopted from a file, and gold of its home has never said it.
        Assert.Contains($"Gold of {PageBench.Name} ({bench.Gold()!.Value.Abbreviated}) says no policy that could be in force (file.txt:1:1:", (await new PolicyBench(bench).ViewAsync()).GetProperty("homeDiffers").GetString(), StringComparison.Ordinal);
        Assert.Contains(ReasonCode.PolicyAwaited, PageBench.Codes(await bench.WhyAsync(commit)));
        Assert.Equal(2, (await bench.WhyAsync(commit)).GetProperty("unblock").GetArrayLength());
        string[] awaited = [ReasonCode.SignOffMissing, ReasonCode.SignOffMissing, ReasonCode.PolicyAwaited];
        await ExplainTests.AssertAtAsync(bench, commit, bench.Clock.GetUtcNow(), "hold", awaited);
        await ExplainTests.AssertAtAsync(bench, commit, bench.Clock.GetUtcNow().AddDays(1), "hold", awaited);

        await SignAsync(bench, commit);

        await bench.WhyAsync(commit, "promoted");
        Assert.Equal([1, 2], bench.Read(reader => reader.Every<PolicyAdopted>().Select(fact => fact.Body.Number).ToList()));
        var next = await bench.PushAsync(PageBench.Main, text + "\n# a word more\n", commit);
        await bench.LookAsync();
        Assert.Contains(ReasonCode.PolicyNotAdopted, PageBench.Codes(await bench.WhyAsync(next, "hold")));

        bench.Rewrite(text);
        await bench.RestartAsync();
        await bench.LookAsync();
        Assert.Contains(ReasonCode.Soaking, PageBench.Codes(await PageBench.UntilAsync(() => bench.WhyAsync(next), why => !PageBench.Codes(why).Contains(ReasonCode.PolicyNotAdopted))));
        Assert.DoesNotContain(ReasonCode.PolicyAwaited, PageBench.Codes(await bench.WhyAsync(next)));
        Assert.False((await new PolicyBench(bench).ViewAsync()).TryGetProperty("homeDiffers", out _));
        Assert.Empty(bench.Read(reader => VerdictReplay.Check(reader, null)).Findings);
    }

    [Fact]
    public async Task Who_is_a_custodian_only_under_the_new_policy_has_to_approve_it_too()
    {
        await using var bench = await PageBench.StartAsync(Home);
        var commit = await PushAsync(bench, (await TextAsync(bench)).Replace("\npolicy:", Joined.Replace("{key}", await bench.PublicKeyAsync("blackpool-director"), StringComparison.Ordinal), StringComparison.Ordinal));
        // Whoever joins may fill seats that anybody may fill, which counts as weaker.
        commit = await MeantAsync(bench, commit);

        await SignAsync(bench, commit);

        var why = await PageBench.UntilAsync(() => bench.WhyAsync(commit), why => PageBench.Codes(why) is [ReasonCode.PolicyAwaited]);
        Assert.Contains("a director of blackpool has not approved", why.GetProperty("reasons")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        var told = PageBench.Text(await bench.PageAsync("Policy number 2 is proposed"));
        Assert.Contains($"By commit {commit.Abbreviated} of openmaxims, where the policy lives, on", told, StringComparison.Ordinal);
        Assert.Contains($"by signing that commit off: custodian sign-off --repository openmaxims --commit {commit} --role director --approve", told, StringComparison.Ordinal);
        Assert.DoesNotContain("By gate", told, StringComparison.Ordinal);
        var digest = bench.Read(reader => reader.Every<PolicyProposed>()[^1].Body.Digest);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        using var server = new ServerClient(bench.Server);
        var statement = await bench.Client.GetByteArrayAsync($"api/v1/statement?subject=policy:{digest}&person=blackpool-director&role=director&decision=approve", Stop);
        await new Signing(server, bench.Key("blackpool-director")).SendAsync(statement, Stop);

        await bench.WhyAsync(commit, "promoted");
        Assert.Equal(2, bench.Read(reader => reader.Every<PolicyAdopted>()[^1].Body.Number));
    }

    [Fact]
    public async Task An_unreadable_policy_changes_nothing_and_says_where()
    {
        await using var bench = await PageBench.StartAsync(Home);
        var commit = await PushAsync(bench, (await TextAsync(bench)).Replace("role: director", "roll: director", StringComparison.Ordinal));

        await SignAsync(bench, commit);

        var why = await PageBench.UntilAsync(() => bench.WhyAsync(commit), why => PageBench.Codes(why) is [ReasonCode.PolicyUnreadable]);
        Assert.Matches("file.txt:[0-9]+:[0-9]+: .*roll", why.GetProperty("reasons")[0].GetProperty("text").GetString());
        Assert.Equal(1, bench.Read(reader => reader.Every<PolicyAdopted>()[^1].Body.Number));
    }

    [Theory]
    [InlineData("\npolicy:", "\n  wirral: { name: Wirral, people: { wirral-director: { roles: [director], from: 2999-01-01 } } }\npolicy:", "wirral has no director in office under it, and could never vote on anything: name one")]
    [InlineData("\npolicy:", "\n  wirral: { name: Wirral, hook-secret: env:WIRRAL, people: { wirral-director: { roles: [director] } } }\npolicy:", "no director of wirral could vote on anything under it, for none has a key that is good today, and wirral has no hook secret here: give one of them a key")]
    [InlineData("    name: Taunton & Somerset\n", "    name: Taunton & Somerset\n    succeeds: [musgrove]\n", "taunton is to succeed musgrove, which is no custodian of the policy in force")]
    [InlineData("    name: Taunton & Somerset\n", "    name: Taunton & Somerset\n    until: 2020-01-01\n", "it leaves fewer than two member custodians")]
    public async Task A_policy_that_could_never_be_adopted_says_why_and_waits_for_nobody(string old, string other, string why)
    {
        await using var bench = await PageBench.StartAsync(Home);
        var text = await TextAsync(bench);
        Assert.Contains(old, text, StringComparison.Ordinal);
        // What weakens the gate is meant: nothing else is wrong with it.
        var commit = await MeantAsync(bench, await PushAsync(bench, text.Replace(old, other, StringComparison.Ordinal)));

        await SignAsync(bench, commit);

        var told = await PageBench.UntilAsync(() => bench.WhyAsync(commit), verdict => PageBench.Codes(verdict) is [ReasonCode.PolicyUnreadable]);
        Assert.Contains($"cannot be adopted: {why}", told.GetProperty("reasons")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Read(reader => reader.Every<PolicyProposed>()), proposed => proposed.Body.Commit == commit);
    }

    [Fact]
    public async Task A_weaker_policy_passes_only_where_its_commit_says_that_it_is_meant()
    {
        await using var bench = await PageBench.StartAsync(Home);
        var commit = await PushAsync(bench, (await TextAsync(bench)).Replace("sign-offs: [{ each", "author-may-sign: true, sign-offs: [{ each", StringComparison.Ordinal));
        await SignAsync(bench, commit);
        var why = await PageBench.UntilAsync(() => bench.WhyAsync(commit), why => PageBench.Codes(why) is [ReasonCode.PolicyUnreadable]);
        Assert.Contains("weakens the gate and does not say so", why.GetProperty("reasons")[0].GetProperty("text").GetString(), StringComparison.Ordinal);

        var meant = await MeantAsync(bench, commit);
        await SignAsync(bench, meant);

        await bench.WhyAsync(meant, "promoted");
        Assert.True(bench.Read(reader => reader.Every<PolicyProposed>()[^1].Body.Weaker));
    }

    [Theory]
    [InlineData(145)]
    [InlineData(180)]
    public async Task Words_too_long_for_a_fact_are_cut_and_everybody_is_told(int branches)
    {
        await using var bench = await PageBench.StartAsync(Home);
        var emoji = string.Concat(Enumerable.Repeat("\U0001F600", 60));
        var source = string.Join(", ", Enumerable.Range(0, branches).Select(branch => $"\"refs/heads/{branch}-{emoji}\""));
        var text = (await TextAsync(bench)).Replace("gate: standard }", $"gate: standard, urgent: {{ source: [{source}], gate: urgent }} }}", StringComparison.Ordinal)
            + "\n  urgent: { urgent: true, checks: all, sign-offs: [{ each: custodian, role: director }] }\n";
        var undeclared = await PushAsync(bench, text);
        var told = (await bench.WhyAsync(undeclared)).GetProperty("reasons").EnumerateArray().Single(reason => reason.GetProperty("code").GetString() == ReasonCode.PolicyUnreadable);
        Assert.InRange(told.GetProperty("text").GetString()!.Length, 300, 1000);

        var commit = await MeantAsync(bench, undeclared);

        await PageBench.UntilAsync(() => bench.WhyAsync(commit), why => PageBench.Codes(why).Contains(ReasonCode.PolicyAwaited) && bench.Facts<VerdictGiven>(commit).Count > 0);
        var weakens = Assert.Single(bench.Read(reader => reader.Every<PolicyProposed>().Single(proposed => proposed.Body.Commit == commit).Body.Weakens));
        Assert.StartsWith($"{PageBench.Name} may pass the urgent gate urgent from refs/heads/0-\U0001F600", weakens, StringComparison.Ordinal);
        Assert.EndsWith("\U0001F600…", weakens, StringComparison.Ordinal);
        Assert.InRange(weakens.Length, 299, 300);
    }

    [Fact]
    public void Of_very_many_words_those_are_told_that_a_fact_holds_and_how_many_more_there_are()
    {
        string[] weakens = [.. Enumerable.Range(0, 1000).Select(number => $"{number} {string.Concat(Enumerable.Repeat("\U0001F600", 140))}")];

        var told = PolicyProposals.Told(weakens);

        Assert.Equal(weakens[0], told[0]);
        Assert.Equal($"and {1000 - (told.Count - 1)} more", told[^1]);
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(told, FactJson.Options).Length, 25_000, 31_000);
        Assert.Equal(["a", "b"], PolicyProposals.Told(["a", "b"]));
    }

    [Fact]
    public async Task A_policy_that_lives_in_a_repository_is_not_changed_past_it()
    {
        await using var bench = await PageBench.StartAsync(Home);
        await bench.AdoptFirstAsync();
        var file = Path.Combine(bench.DataFolder, "..", "proposed.yaml");
        await File.WriteAllTextAsync(file, (await TextAsync(bench)).Replace("sign-offs: [{ each", "soak: 1h, sign-offs: [{ each", StringComparison.Ordinal), Stop);

        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => new PolicyBench(bench).SendAsync(file));

        Assert.Equal("policy-elsewhere", refused.Type);
        Assert.Contains("lives in repository openmaxims, in file.txt: push the new file", refused.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Read(reader => reader.Every<PolicyProposed>()));
    }

    [Fact]
    public async Task Where_the_policys_home_is_gone_its_new_place_is_voted_on_past_it()
    {
        await using var bench = await PageBench.StartAsync(Home);
        await bench.AdoptFirstAsync();
        var policies = new PolicyBench(bench);
        Directory.Move(bench.Repository, bench.Repository + Gone);
        var file = Path.Combine(bench.DataFolder, "..", "proposed.yaml");
        await File.WriteAllTextAsync(file, (await TextAsync(bench)).Replace($"\"{bench.Repository}\"", $"\"{bench.Repository + Gone}\"", StringComparison.Ordinal), Stop);

        // Another place of gold is a weaker policy: nothing guards the old one.
        var digest = await policies.ProposedAsync(file, weaker: true);
        await policies.VoteAsync(digest, PolicyBench.Sthk);

        Assert.Equal(2, await policies.NumberAsync());
        await policies.TakeUpAsync(file);
    }

    [Fact]
    public async Task A_push_that_no_remote_answers_holds_up_a_voted_policy_only_while_it_may_land_and_gold_that_says_another_policy_is_told()
    {
        await using var bench = await PageBench.StartAsync(Home);
        var policies = new PolicyBench(bench);
        var (commit, digest, file) = await UnansweredAsync(bench, policies);

        Assert.Equal(1, await policies.NumberAsync());
        var waits = (await policies.ViewAsync()).GetProperty("proposals").EnumerateArray().Single(one => one.GetProperty("digest").GetString() == digest).GetProperty("waits").GetString();
        Assert.Contains($"gold of {PageBench.Name}, where the policy lives, may still move to {commit.Abbreviated}", waits, StringComparison.Ordinal);
        await bench.PageAsync("Whoever runs this service can make the remote answer sooner; nobody else has to act.");
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains(waits!, await VoteTests.TellAsync(() => policies.ProposeAsync(file, PolicyBench.Sthk)), StringComparison.Ordinal);

        bench.Clock.Advance(MayLand);
        Assert.Equal(2, await policies.NumberAsync());
        Assert.NotNull(bench.Read(reader => reader.StateOf(PageBench.Name).IntentSeq));

        // The push had landed after all: gold is what it is, and the policy what was voted on.
        await bench.GitAsync(null, "--git-dir", bench.Repository + Gone, "update-ref", "refs/heads/gold", commit.ToString());
        Directory.Move(bench.Repository + Gone, bench.Repository);
        await policies.TakeUpAsync(file);
        await bench.WhyAsync(commit, "promoted");
        Assert.Equal(2, bench.Read(reader => reader.Every<PolicyAdopted>().Count));
        Assert.Contains($"Gold of {PageBench.Name} ({commit.Abbreviated}) says policy ", (await policies.ViewAsync()).GetProperty("homeDiffers").GetString(), StringComparison.Ordinal);
        await bench.PageAsync("a developer has to push a commit whose file.txt says the policy in force");
        Assert.Empty(bench.Read(reader => VerdictReplay.Check(reader, null)).Findings);
    }

    [Fact]
    public async Task A_voted_policy_that_waited_for_a_push_goes_before_the_next_push()
    {
        await using var bench = await PageBench.StartAsync([.. Home, ("reconcile: 1s", "reconcile: 10m")]);
        var policies = new PolicyBench(bench);
        var (_, digest, _) = await UnansweredAsync(bench, policies);
        var gold = bench.Read(reader => reader.StateOf(PageBench.Name).Gold);

        // It never arrived, which the remote says when it is asked again; and the candidate is judged again at once.
        bench.Clock.Advance(MayLand);
        Directory.Move(bench.Repository + Gone, bench.Repository);
        await ActivatorUtilities.CreateInstance<PromoteStep>(bench.Services).RunAsync(PageBench.Name, Stop);

        await PageBench.UntilAsync(() => Task.FromResult(bench.Read(reader => reader.Every<PolicyAdopted>()[^1].Body)), adopted => adopted.Number == 2);
        Assert.Equal(digest, bench.Read(reader => reader.Every<PolicyAdopted>()[^1].Body.Motion));
        Assert.Equal(gold, bench.Read(reader => reader.StateOf(PageBench.Name).Gold));
    }

    [Fact]
    public async Task Whoever_asks_about_the_past_again_has_no_policy_read_again()
    {
        await using var bench = await PageBench.StartAsync(Home);
        var commit = await PushAsync(bench, (await TextAsync(bench)).Replace("sign-offs: [{ each", "soak: 1h, sign-offs: [{ each", StringComparison.Ordinal));
        var (beside, within) = (new CountingSchema(), new CountingSchema());
        var git = new GitProgram(new ProgramRunner("tests"));
        var folder = new WhyThen(StoredFacts.Of(bench.DataFolder), git, bench.DataFolder, [beside]);
        var service = new WhyThen(StoredFacts.Of(bench.DataFolder), git, bench.DataFolder, [within], bench.Services.GetRequiredService<PolicyHome>());

        for (var time = 0; time < 2; time++)
        {
            foreach (var then in (WhyThen[])[folder, service])
            {
                var told = (await then.ExplainAsync(new(PageBench.Name, commit), bench.Clock.GetUtcNow(), bench.Clock.GetUtcNow(), Stop))!;
                Assert.Contains(ReasonCode.PolicyAwaited, told.Reasons.Select(reason => reason.Code));
            }
        }

        // The policy in force, what the commit brings, and its document as it was proposed; where a service is running, that has read the last two.
        Assert.Equal((3, 1), (beside.Read, within.Read));
    }

    /// <summary>A commit that brings a policy is to become gold, and its remote is gone; then every custodian approves another policy, past the home.</summary>
    private static async Task<(CommitSha Commit, string Digest, string File)> UnansweredAsync(PageBench bench, PolicyBench policies)
    {
        var commit = await PushAsync(bench, (await TextAsync(bench)).Replace("sign-offs: [{ each", "soak: 1h, sign-offs: [{ each", StringComparison.Ordinal));
        Directory.Move(bench.Repository, bench.Repository + Gone);
        await SignAsync(bench, commit);
        await PageBench.UntilAsync(() => Task.FromResult(bench.Read(reader => reader.StateOf(PageBench.Name).IntentSeq)), intent => intent is not null);

        var key = await bench.PublicKeyAsync("sthk-director");
        var file = await policies.FileAsync(($"[\"{key}\"]", $"[\"{key}\", \"{await bench.PublicKeyAsync("blackpool-director")}\"]"));
        var digest = await policies.ProposedAsync(file);
        await policies.VoteAsync(digest, PolicyBench.Sthk);
        return (commit, digest, file);
    }

    /// <summary>The same file in a commit whose message says that the policy is meant to be weaker.</summary>
    private static async Task<CommitSha> MeantAsync(PageBench bench, CommitSha commit)
    {
        var meant = new CommitSha(await bench.GitAsync(
            null, "--git-dir", bench.Repository, "-c", "user.name=Dev", "-c", "user.email=dev@example.org", "commit-tree", $"{commit}^{{tree}}", "-p", $"{bench.Gold()}", "-m", $"as agreed\n\n{PolicyHome.WeakerTrailer}"));
        await bench.PointAsync(PageBench.Main, meant);
        await bench.LookAsync();
        return meant;
    }

    private static Task<string> TextAsync(PageBench bench) => File.ReadAllTextAsync(bench.File, Stop);

    private static async Task<CommitSha> PushAsync(PageBench bench, string text)
    {
        var commit = await bench.PushAsync(PageBench.Main, text, await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await PageBench.UntilAsync(() => bench.WhyAsync(commit), _ => bench.Facts<CheckRun>(commit).Count > 0 && bench.Facts<VerdictGiven>(commit).Count > 0);
        return commit;
    }

    private static async Task SignAsync(PageBench bench, CommitSha commit)
    {
        foreach (var director in PageBench.Directors) await bench.SignAsync(commit, director, SignOffDecision.Approve);
    }

    /// <summary>Counts how often the one check of a policy is read.</summary>
    private sealed class CountingSchema : ICheckSchema
    {
        private readonly CommandSchema schema = new();

        public int Read { get; private set; }

        public string Type => schema.Type;

        JsonObject ICheckSchema.Read(YamlSection section)
        {
            Read++;
            return schema.Read(section);
        }
    }
}
