using System.Net;
using System.Text;
using Custodian.Commands;
using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Doors;
using Custodian.Tests.Pages;
using Xunit;
using static Custodian.Tests.Attacks.AttackBench;

namespace Custodian.Tests.Attacks;

/// <summary>What an approval is bound to: what has been tried, through the front door.</summary>
[Collection(nameof(Alone))]
public sealed class BindingAttackTests
{
    private const string Second = "second";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attack_23_an_approval_does_not_move_to_what_was_force_pushed_after_it()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.AdoptFirstAsync();
        var approved = await bench.SeenAsync(await bench.PushAsync(PageBench.Main, "two", first));
        await bench.SayAsync(approved, Taunton);

        var forced = await bench.SeenAsync(await bench.PushAsync(PageBench.Main, "evil", first));
        await bench.SayAsync(forced, Sthk);

        await bench.StaysOutAsync(forced, ReasonCode.SignOffMissing);
        await bench.StaysOutAsync(approved, ReasonCode.NotOnSource, ReasonCode.SignOffMissing);
        Assert.Equal(first, bench.Gold());
    }

    [Fact]
    public async Task Attack_25_and_36_the_approvals_of_one_repository_say_nothing_of_the_same_commit_in_another()
    {
        await using var bench = await PageBench.StartAsync(
            ("repositories:\n", $"repositories:\n  {Second}: {{ url: \"{{folder}}/second.git\", source: [refs/heads/main], gold: refs/heads/gold, checks: [tests], gate: standard }}\n"));
        var remote = Path.Combine(Path.GetDirectoryName(bench.Repository)!, "second.git");
        var first = await bench.PushAsync(PageBench.Main, "one", null);
        await bench.GitAsync(null, "clone", "--quiet", "--bare", "--template=", bench.Repository, remote);
        await bench.LookAsync();
        await bench.LookAsync(Second);
        await bench.AdoptAsync(first, [.. PageBench.Directors]);
        using var server = new ServerClient(bench.Server);
        foreach (var director in PageBench.Directors) await AdoptCommand.VoteAsync(server, Second, first, director, bench.Key(director), Stop);
        await PageBench.UntilAsync(() => Task.FromResult(bench.Read(reader => (reader.StateOf(PageBench.Name).Gold, reader.StateOf(Second).Gold))), gold => gold == (first, first));

        var candidate = await bench.PushAsync(PageBench.Main, "two", first);
        await bench.GitAsync(null, "--git-dir", remote, "fetch", "--quiet", bench.Repository, $"+{PageBench.Main}:{PageBench.Main}");
        await bench.LookAsync();
        await bench.LookAsync(Second);
        foreach (var director in PageBench.Directors) await bench.SayAsync(candidate, director);
        await bench.WhyAsync(candidate, "promoted");

        var there = await PageBench.UntilAsync(() => bench.GetAsync($"api/v1/repositories/{Second}/candidates/{candidate}/verdict"), why => !PageBench.Codes(why).Contains(ReasonCode.CheckNotRun));
        Assert.Equal([ReasonCode.SignOffMissing, ReasonCode.SignOffMissing], PageBench.Codes(there));
        Assert.Empty(bench.Read(reader => reader.About<SignOffGiven>(Second, candidate)));
        // What was made for one is refused in the other's name: the rules of each have a digest of their own.
        await RefusedAsync("rules-changed", () => bench.SayAsync(candidate, Taunton, change: statement => statement with { Repository = Second }));
    }

    [Fact]
    public async Task Attack_26_and_27_and_history_4_a_candidate_that_brings_rules_of_its_own_is_judged_by_the_adopted_ones()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.AdoptFirstAsync();
        var policy = bench.Read(reader => reader.Every<PolicyAdopted>()[^1].Body.Digest);
        const string weak = "gates:\n  standard: { checks: [], sign-offs: [] }\n";
        var own = await bench.SeenAsync(await bench.CommitAsync(PageBench.Main, first, "Nobody has to sign", new Dictionary<string, string>
        {
            ["custodian.yaml"] = weak, [".custodian.yaml"] = weak, [".policy.yml"] = "policy:\n  approval: []\n", ["CODEOWNERS"] = "* @nobody\n",
        }));

        await bench.SayAsync(own, Taunton);

        await bench.StaysOutAsync(own, ReasonCode.SignOffMissing);
        Assert.Equal(policy, bench.Facts<VerdictGiven>(own)[^1].Policy);
    }

    [Fact]
    public async Task Attack_26_a_branch_off_older_gold_is_no_way_around_what_came_since()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.AdoptFirstAsync();
        var gold = await bench.PromoteAsync("two", first);

        var crafted = await bench.SeenAsync(await bench.PushAsync("refs/heads/topic/old", "without what came since", first));

        Assert.Equal([ReasonCode.NotFastForward], PageBench.Codes(await bench.WhyAsync(crafted, "reject")));
        using var server = new ServerClient(bench.Server);
        await RefusedAsync("commit-unknown", () => new StatementOrder(PageBench.Name, crafted, SubjectKind.Commit, null, Taunton, "director", SignOffDecision.Approve, null).FetchAsync(server, Stop));
        Assert.Equal(gold, bench.Gold());
        Assert.Empty(bench.Facts<PromotionIntended>(crafted));
    }

    [Fact]
    public async Task Attack_28_what_is_not_a_full_commit_id_names_no_commit_at_any_door()
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await bench.CandidateAsync();
        var full = candidate.ToString();

        foreach (var other in (string[])[full[..7], full[..39], full.ToUpperInvariant(), PageBench.Main.Replace("/", "%2F", StringComparison.Ordinal), "HEAD", $"{full}%5E", $"{full}0", "main", $"{full}%20"])
        {
            var statement = await bench.StatusAsync(HttpMethod.Get, $"api/v1/statement?repository={PageBench.Name}&commit={other}&subject=commit&person={Taunton}&role=director&decision=approve");
            var verdict = await bench.StatusAsync(HttpMethod.Get, $"api/v1/repositories/{PageBench.Name}/candidates/{other}/verdict");

            Assert.Equal((other, HttpStatusCode.BadRequest), (other, statement));
            Assert.True(verdict is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{other}: {verdict}");
            var run = await bench.StatusAsync(HttpMethod.Post, $"api/v1/repositories/{PageBench.Name}/candidates/{other}/checks/tests/runs");
            Assert.True(run is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{other}: {run}");

            // The same in what is signed.
            using var server = new ServerClient(bench.Server);
            var signed = Encoding.UTF8.GetString((await bench.StatementAsync(candidate, Taunton)).ToBytes()).Replace($"\"commit\":\"{full}\"", $"\"commit\":\"{Uri.UnescapeDataString(other)}\"", StringComparison.Ordinal);
            Assert.DoesNotContain($"\"commit\":\"{full}\"", signed, StringComparison.Ordinal);
            await RefusedAsync("statement-malformed", () => new Signing(server, bench.Key(Taunton)).SendAsync(Encoding.UTF8.GetBytes(signed), Stop));
        }

        Assert.Empty(bench.Facts<SignOffGiven>(candidate));
    }

    [Fact]
    public async Task Attack_29_a_tag_named_as_a_branch_and_a_branch_named_as_a_commit_are_taken_for_neither()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.AdoptFirstAsync();
        var evil = await bench.PushAsync("refs/tags/main", "evil", first);
        foreach (var name in (string[])["refs/tags/gold", "refs/tags/heads/main", "refs/tags/refs/heads/main", "refs/tags/topic/x", "refs/main", "refs/remotes/origin/main"]) await bench.PointAsync(name, evil);
        var good = await bench.PushAsync(PageBench.Main, "good", first);
        await bench.PointAsync($"refs/tags/{good}", evil);
        await bench.PointAsync($"refs/heads/{good}", evil);
        await bench.LookAsync();

        await bench.PromotedAsync(good);

        Assert.Equal("unknown", (await bench.WhyAsync(evil)).GetProperty("state").GetString());
        Assert.Equal(good.ToString(), await bench.GitAsync(null, "--git-dir", bench.Repository, "rev-parse", "refs/heads/gold"));

        // On a watched branch that is called as another commit it is itself, and nobody has signed it.
        await bench.PointAsync($"refs/heads/topic/{good}", await bench.PushAsync("refs/heads/elsewhere", "evil twin", good));
        await bench.LookAsync();
        var twin = new CommitSha(await bench.GitAsync(null, "--git-dir", bench.Repository, "rev-parse", "refs/heads/elsewhere"));
        await bench.StaysOutAsync(twin, ReasonCode.SignOffMissing, ReasonCode.SignOffMissing);
    }

    [Fact]
    public async Task Attack_34_who_withdraws_before_the_last_one_signs_is_not_counted()
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await bench.CandidateAsync();

        await bench.SayAsync(candidate, Taunton);
        await bench.SayAsync(candidate, Taunton, SignOffDecision.Withdraw);
        await bench.SayAsync(candidate, Sthk);

        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing);
        await bench.SayAsync(candidate, Taunton);
        await bench.WhyAsync(candidate, "promoted");
    }

    [Theory]
    [InlineData("2001-01-01T00:00:00Z")]
    [InlineData("2099-01-01T00:00:00Z")]
    public async Task Attack_35_the_dates_that_a_commit_gives_itself_decide_nothing(string date)
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.AdoptFirstAsync();
        var approved = await bench.SeenAsync(await bench.PushAsync("refs/heads/topic/good", "two", first));
        await bench.SayAsync(approved, Taunton);

        var tree = await bench.GitAsync(null, "--git-dir", bench.Repository, "rev-parse", $"{approved}^{{tree}}");
        var seconds = DateTimeOffset.Parse(date, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        var who = $"Dev <dev@example.org> {seconds} +0000";
        var text = $"tree {tree}\nparent {approved}\nauthor {who}\ncommitter {who}\n\nIt was there before the approval\n";
        var dated = new CommitSha(await bench.GitAsync(System.Text.Encoding.UTF8.GetBytes(text), "--git-dir", bench.Repository, "hash-object", "-t", "commit", "-w", "--stdin"));
        await bench.PointAsync("refs/heads/topic/good", dated);
        await bench.LookAsync();
        await bench.SayAsync(dated, Sthk);

        await bench.StaysOutAsync(dated, ReasonCode.SignOffMissing);
    }
}
