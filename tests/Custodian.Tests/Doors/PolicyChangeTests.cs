using System.Security.Cryptography;
using System.Text;
using Custodian.Commands;
using Custodian.Ledger;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Ledger;
using Custodian.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Custodian.Tests.Doors.PolicyBench;

namespace Custodian.Tests.Doors;

/// <summary>A policy is changed by everybody whom the old one names and everybody whom the new one names, on the exact digest.</summary>
[Collection(nameof(Alone))]
public sealed class PolicyChangeTests
{
    private static readonly (string Old, string New) Rotated = ("{key:sthk-director}", "{key:new-key}");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_policy_that_todays_people_cannot_fill_is_taken_and_told_to_its_proposer_and_to_everybody()
    {
        await using var policies = await StartAsync();
        const string Each = "{ each: custodian, role: director }";
        var file = await policies.FileAsync((Each, $"{Each}, {{ any: 1, role: director, of: [taunton] }}"));
        var (before, told) = (Console.Error, new StringWriter());
        Console.SetError(told);
        try
        {
            Assert.Equal(ExitCode.Yes, await policies.ProposeAsync(file, Taunton));
        }
        finally
        {
            Console.SetError(before);
        }

        const string Short = "beside all others, so that nothing can be promoted: one more person is needed as director, from taunton.";
        Assert.Matches($@"^.*proposed-.*\.yaml:[0-9]+:[0-9]+: warning: today's people cannot fill this rule {Short}\n\z", told.ToString());
        var open = Assert.Single((await policies.ViewAsync()).GetProperty("proposals").EnumerateArray());
        Assert.Equal($"today's people cannot fill gate standard's rule for director {Short}", Assert.Single(open.GetProperty("unfilled").EnumerateArray()).GetString());
        Assert.Contains($"rule for director {Short}", PageBench.Text(await policies.Bench.PageAsync("Policy number 2 is proposed")), StringComparison.Ordinal);

        var silent = await policies.FileAsync((", keys: [\"{key:blackpool-director}\"]", ""));
        Assert.Equal("policy-impossible", (await policies.RefusedAsync(() => policies.SendAsync(silent, weaker: true))).Type);
    }

    [Fact]
    public async Task A_policy_that_everybody_signed_is_in_force_and_an_unrelated_edit_voids_no_sign_off()
    {
        await using var policies = await StartAsync();
        var bench = policies.Bench;
        var first = await bench.PushAsync(PageBench.Main, "one", null);
        await bench.LookAsync();
        await bench.AdoptAsync(first, [.. Everybody]);
        await bench.PageAsync($"gold stands at {first.Abbreviated}");
        var candidate = await bench.PushAsync(PageBench.Main, "two", first);
        await bench.LookAsync();
        await bench.SignAsync(candidate, Taunton, SignOffDecision.Approve);

        var file = await policies.FileAsync(Harmless);
        Assert.Equal(ExitCode.Yes, await policies.ProposeAsync(file, Taunton));
        var digest = bench.Read(reader => reader.Every<PolicyProposed>())[0].Body.Digest;
        Assert.Equal(("blackpool sthk", "blackpool sthk"), await policies.AwaitedAsync(digest));
        var page = PageBench.Text(await bench.PageAsync("Policy number 2 is proposed"));
        Assert.Contains("By taunton-director on", page, StringComparison.Ordinal);
        Assert.Contains($"custodian sign-off --subject policy:{digest} --path FILE --role director --approve", page, StringComparison.Ordinal);
        await policies.VoteAsync(digest, Sthk);
        Assert.Equal(1, await policies.NumberAsync());
        await policies.VoteAsync(digest, Blackpool);
        Assert.Equal(2, await policies.NumberAsync());

        // What runs is the old policy still: nothing is taken, and it says so.
        var refused = await policies.RefusedAsync(() => bench.SignAsync(candidate, Sthk, SignOffDecision.Approve));
        Assert.Equal("policy-not-adopted", refused.Type);
        await bench.PageAsync("and it is taken up by itself");

        await policies.TakeUpAsync(file);
        await bench.SignAsync(candidate, Sthk, SignOffDecision.Approve);
        await bench.SignAsync(candidate, Blackpool, SignOffDecision.Approve);
        await bench.WhyAsync(candidate, "promoted");
        var adopted = bench.Read(reader => reader.Every<PolicyAdopted>()).Select(fact => fact.Body).ToList();
        Assert.Equal([1, 2], adopted.Select(one => one.Number));
        Assert.Equal((digest, null), (adopted[1].Motion, adopted[1].Because));

        await LedgerRebuild.RunAsync(bench.Services.GetRequiredService<FactStore>(), new KeptCheckpoint(bench.DataFolder), Stop);
        var (exitCode, output, error) = await LedgerService.VerifyAsync(new() { Data = bench.DataFolder, Replay = true });
        Assert.True(exitCode == 0, output + error);
    }

    [Fact]
    public async Task Attack_62_no_older_number_no_used_one_no_gap_and_no_other_predecessor_is_taken()
    {
        await using var policies = await StartAsync();
        var first = await policies.FileAsync();
        var second = await policies.FileAsync(Harmless);
        var digest = await policies.ProposedAsync(second);
        await policies.VoteAsync(digest, Sthk);
        await policies.VoteAsync(digest, Blackpool);
        Assert.Equal(2, await policies.NumberAsync());
        await policies.TakeUpAsync(second);

        // Every one of these was signed in order, by a director, for exactly what it says.
        await RefusesAsync("policy-older", () => policies.SendAsync(first, motion => motion with { Number = 1 }));
        await RefusesAsync("policy-number-taken", () => policies.SendAsync(first, motion => motion with { Number = 2 }));
        await RefusesAsync("policy-number-gap", () => policies.SendAsync(first, motion => motion with { Number = 4 }));
        await RefusesAsync("policy-previous-differs", () => policies.SendAsync(first, motion => motion with { Previous = motion.Policy }));
        await RefusesAsync("policy-unchanged", () => policies.SendAsync(second));
        await RefusesAsync("settled", () => policies.VoteAsync(digest, Sthk));
        await RefusesAsync("not-proposed", () => policies.VoteAsync(new('0', 64), Sthk));
        Assert.Equal(2, await policies.NumberAsync());

        async Task RefusesAsync(string type, Func<Task> act) => Assert.Equal(type, (await policies.RefusedAsync(act)).Type);
    }

    [Fact]
    public async Task From_other_gates_5_an_older_policy_that_everybody_signed_once_is_not_adopted_by_its_old_votes()
    {
        await using var policies = await StartAsync();
        var first = await policies.FileAsync();
        var (second, other) = (await policies.FileAsync(Harmless), await policies.FileAsync(("name: Blackpool\n", "name: Blackpool and Fylde\n")));
        var rival = await policies.ProposedAsync(other, Blackpool);
        await policies.VoteAsync(rival, Sthk);
        var digest = await policies.ProposedAsync(second);
        await policies.VoteAsync(digest, Sthk);
        await policies.VoteAsync(digest, Blackpool);
        Assert.Equal(2, await policies.NumberAsync());
        await policies.TakeUpAsync(second);

        // The last vote that the rival lacked comes too late, and going back is a proposal like any other.
        Assert.Equal("settled", (await policies.RefusedAsync(() => policies.VoteAsync(rival, Taunton))).Type);
        var back = await policies.ProposedAsync(first);
        Assert.Equal(("blackpool sthk", "blackpool sthk"), await policies.AwaitedAsync(back));
        Assert.Equal(2, await policies.NumberAsync());
    }

    [Fact]
    public async Task Attack_61_a_weaker_policy_is_not_proposed_by_mistake_and_not_adopted_by_fewer_than_all()
    {
        await using var policies = await StartAsync(("standard: { checks: all,", "standard: { checks: all, soak: 1h,"));
        var weaker = await policies.FileAsync(("soak: 1h", "soak: 0s"));

        Assert.Equal(ExitCode.No, await policies.ProposeAsync(weaker, Taunton));
        var refused = await policies.RefusedAsync(() => policies.SendAsync(weaker));
        Assert.Equal("policy-weaker", refused.Type);
        Assert.Contains("the soak is 0s, and was 1h", refused.Message, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Yes, await policies.ProposeAsync(weaker, Taunton, "--weaker"));
        var digest = policies.Bench.Read(reader => reader.Every<PolicyProposed>())[0].Body.Digest;
        await policies.VoteAsync(digest, Sthk);
        Assert.Equal(1, await policies.NumberAsync());
        var proposed = policies.Bench.Read(reader => reader.Every<PolicyProposed>())[0].Body;
        Assert.True(proposed.Weaker);
        Assert.Contains("gate standard: the soak is 0s, and was 1h", proposed.Weakens);
        await policies.Bench.PageAsync("Weaker gate standard: the soak is 0s, and was 1h");
    }

    [Fact]
    public async Task Attack_63_a_service_with_a_tampered_configuration_takes_and_promotes_nothing_until_the_file_says_the_adopted_policy()
    {
        await using var policies = await StartAsync();
        var bench = policies.Bench;
        var adopted = await policies.FileAsync();
        await policies.TakeUpAsync(await policies.FileAsync(("{key:blackpool-director}", "{key:new-key}")));

        Assert.Equal("policy-not-adopted", (await policies.RefusedAsync(async () => await policies.SendAsync(await policies.FileAsync(Harmless)))).Type);
        Assert.NotEqual((await policies.ViewAsync()).GetProperty("digest").GetString(), (await policies.ViewAsync()).GetProperty("running").GetString());
        var takeover = bench.Services.GetRequiredService<PolicyTakeover>();
        await takeover.LookAsync(Stop);
        Assert.Contains("put the adopted policy there", takeover.Trouble, StringComparison.Ordinal);

        bench.Rewrite("custodians: [");
        await takeover.LookAsync(Stop);
        Assert.Contains("cannot be taken up", takeover.Trouble, StringComparison.Ordinal);
        Assert.Null(takeover.Next);

        bench.Rewrite(await File.ReadAllTextAsync(adopted, Stop));
        await takeover.LookAsync(Stop);
        Assert.Equal(bench.Read(reader => PolicyProposals.InForce(reader).Body.Digest), takeover.Next?.PolicyDigest);
        Assert.True(bench.Services.GetRequiredService<Microsoft.Extensions.Hosting.IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task Attack_11_and_64_what_a_stolen_key_signs_counts_for_nothing_once_a_policy_without_it_is_adopted()
    {
        await using var policies = await StartAsync();
        var bench = policies.Bench;
        var first = await bench.PushAsync(PageBench.Main, "one", null);
        await bench.LookAsync();
        await bench.AdoptAsync(first, [.. Everybody]);
        await bench.PageAsync($"gold stands at {first.Abbreviated}");
        var candidate = await bench.PushAsync(PageBench.Main, "two", first);
        await bench.LookAsync();
        foreach (var director in (string[])[Sthk, Taunton]) await bench.SignAsync(candidate, director, SignOffDecision.Approve);
        var file = await policies.FileAsync(Rotated);
        var digest = await policies.ProposedAsync(file);
        await policies.VoteAsync(digest, Blackpool);

        // A rotation is signed with both: the old key under the old rules, the new one under the new.
        await policies.VoteAsync(digest, Sthk, pen: "new-key");
        Assert.Equal(("sthk", ""), await policies.AwaitedAsync(digest));
        await policies.VoteAsync(digest, Sthk);
        Assert.Equal(2, await policies.NumberAsync());
        await policies.TakeUpAsync(file);

        // What the old key approved before is void as well; people are no rule, so that nobody else signs anew.
        await bench.SignAsync(candidate, Blackpool, SignOffDecision.Approve);
        await bench.LookAsync();
        var why = await PageBench.UntilAsync(() => bench.WhyAsync(candidate), told => PageBench.Codes(told) is [ReasonCode.SignOffMissing]);
        Assert.Contains("sthk-director's approval does not count: it was signed with a key that the policy no longer names", why.GetProperty("reasons")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.SignAsync(candidate, Sthk, SignOffDecision.Approve, pen: "new-key");
        await bench.WhyAsync(candidate, "promoted");

        var next = await policies.ProposedAsync(await policies.FileAsync(Harmless));
        Assert.Equal("signature-wrong", (await policies.RefusedAsync(() => policies.VoteAsync(next, Sthk))).Type);
        Assert.Equal("signature-wrong", (await policies.RefusedAsync(async () => await policies.SendAsync(await policies.FileAsync(Harmless), person: Sthk))).Type);
        await policies.VoteAsync(next, Sthk, pen: "new-key");
        Assert.Equal(("blackpool", "blackpool"), await policies.AwaitedAsync(next));
    }

    [Fact]
    public async Task A_key_that_only_the_old_policy_knows_fills_no_seat_of_the_new_one()
    {
        await using var policies = await StartAsync();
        var digest = await policies.ProposedAsync(await policies.FileAsync(Rotated));
        await policies.VoteAsync(digest, Blackpool);

        await policies.VoteAsync(digest, Sthk);

        Assert.Equal(("", "sthk"), await policies.AwaitedAsync(digest));
    }

    [Fact]
    public async Task What_is_no_proposal_leaves_nothing()
    {
        await using var policies = await StartAsync();
        var file = await policies.FileAsync(Harmless);
        var before = policies.Bench.Read(reader => reader.Size());

        await RefusesAsync("policy-malformed", "one form", () => policies.SendAsync(file, document: bytes => [.. bytes, (byte)' ']));
        await RefusesAsync("policy-malformed", "custodian", () => policies.SendAsync(file, document: _ => "{}"u8.ToArray()));
        await RefusesAsync("policy-malformed", "not known here", () => policies.SendAsync(file, document: bytes => CanonicalJson.Write(With(bytes, "stranger"))));
        await RefusesAsync("policy-impossible", "fewer than two", async () => await policies.SendAsync(await policies.FileAsync(("name: Blackpool\n", "name: Blackpool\n    until: 2020-01-01\n"), ("name: St Helens and Knowsley\n", "name: St Helens and Knowsley\n    until: 2020-01-01\n")), weaker: true));
        await RefusesAsync("policy-impossible", "no custodian of the policy in force", async () => await policies.SendAsync(await policies.FileAsync(("name: Blackpool\n", "name: Blackpool\n    succeeds: [musgrove]\n"))));
        await RefusesAsync("signature-wrong", "", () => policies.SendAsync(file, pen: Sthk));
        // Who is new under a policy may sign it once somebody whom everybody knows has proposed it.
        await RefusesAsync("person-unknown", "", async () => await policies.SendAsync(await policies.FileAsync(("sthk-director: {", "sthk-second: { roles: [director], keys: [\"{key:sthk-second}\"] }\n      sthk-director: {")), person: "sthk-second", weaker: true));
        await RefusesAsync("role-not-asked", "", async () => await policies.VoteAsync(await policies.ProposedAsync(file), Taunton, role: "adviser"));

        Assert.Equal(before + 2, policies.Bench.Read(reader => reader.Size()));

        async Task RefusesAsync(string type, string says, Func<Task> act)
        {
            var refused = await policies.RefusedAsync(act);
            Assert.Equal(type, refused.Type);
            Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_signed_is_computed_again_from_the_file_that_a_director_was_given()
    {
        await using var policies = await StartAsync();
        var file = await policies.FileAsync(Harmless);
        var digest = await policies.ProposedAsync(file);

        Assert.Equal(ExitCode.No, await SignAsync(await policies.FileAsync(("name: Blackpool\n", "name: Blackpool and Fylde\n"))));
        Assert.Equal(ExitCode.Yes, await SignAsync(file));

        Assert.Equal(("blackpool", "blackpool"), await policies.AwaitedAsync(digest));

        Task<int> SignAsync(string path) => CommandLine.RunAsync(
            ["sign-off", "--server", policies.Bench.Server, "--subject", $"policy:{digest}", "--path", path, "--as", Sthk, "--role", "director", "--key", policies.Key(Sthk), "--approve"]);
    }

    [Fact]
    public async Task A_custodians_own_system_votes_for_its_director_under_both_policies_and_for_nobody_elses()
    {
        const string variable = "CUSTODIAN_TESTS_POLICY_HOOK";
        var secret = RandomNumberGenerator.GetBytes(32);
        Environment.SetEnvironmentVariable(variable, $"whsec_{Convert.ToBase64String(secret)}");
        await using var policies = await StartAsync(("name: Blackpool\n", $"name: Blackpool\n    hook-secret: env:{variable}\n"));
        var digest = await policies.ProposedAsync(await policies.FileAsync(("{key:blackpool-director}", "{key:new-key}")));

        Assert.Equal(201, await SendAsync(Blackpool));
        Assert.Equal(403, await SendAsync(Sthk));

        Assert.Equal(("sthk", "sthk"), await policies.AwaitedAsync(digest));

        async Task<int> SendAsync(string person)
        {
            var body = await policies.Bench.Client.GetStringAsync($"api/v1/statement?subject=policy:{digest}&person={person}&role=director&decision=approve", Stop);
            var (id, seconds) = ($"msg_{person}", $"{policies.Bench.Clock.GetUtcNow().ToUnixTimeSeconds()}");
            using var request = new HttpRequestMessage(HttpMethod.Post, "hooks/sign-off/blackpool") { Content = new StringContent(body, null, "application/json") };
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", seconds);
            request.Headers.TryAddWithoutValidation("webhook-signature", $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{id}.{seconds}.{body}")))}");
            using var answer = await policies.Bench.Client.SendAsync(request, Stop);
            return (int)answer.StatusCode;
        }
    }

    private static System.Text.Json.Nodes.JsonNode With(byte[] document, string member)
    {
        var policy = System.Text.Json.Nodes.JsonNode.Parse(Encoding.UTF8.GetString(document))!;
        policy[member] = 1;
        return policy;
    }
}
