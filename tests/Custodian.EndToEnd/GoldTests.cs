using Custodian.EndToEnd.Estates;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>What happens to gold when others push, force and break things at the wrong moment.</summary>
public sealed class GoldTests
{
    // Between two looks of the tests that are about looking; and what a look may take, and wait for its turn, on a machine that is busy with other tests.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData(Transport.File)]
    [InlineData(Transport.Https)]
    [InlineData(Transport.Ssh)]
    public async Task After_a_force_push_the_old_sign_offs_do_not_count_and_the_old_commit_is_never_promoted(Transport transport)
    {
        await using var estate = await TestEstate.AdoptedAsync(new() { Transport = transport });
        var old = await estate.PushAsync("dose");
        await estate.AwaitsPeopleAsync(old);
        foreach (var person in People.Signers.Where(person => person != People.Blackpool)) await estate.VoteAsync(person, old);

        var replaced = await estate.PushAsync("dose", on: estate.First, force: true);
        await estate.AwaitsPeopleAsync(replaced);
        await estate.VoteAsync(People.Blackpool, old);

        var why = await estate.WhyAsync(old);
        Assert.Equal("reject", (string?)why["state"]);
        Assert.Equal(["not-on-source"], TestEstate.Codes(why));
        Assert.Equal(
            ["blackpool: director", "sthk: director", "taunton: clinical-safety-officer", "taunton: director"],
            TestEstate.WhoCanAct(await estate.WhyAsync(replaced)).Order());

        // The gate goes on, past the old commit: its chance was there.
        foreach (var person in People.Signers) await estate.VoteAsync(person, replaced);
        await estate.GoldBecomesAsync(replaced);
        var promotion = Assert.Single(estate.Ledger.Of("promotion-intended"), fact => (string?)fact.Body["cause"] == "promotion");
        Assert.Equal(replaced, (string?)promotion.Body["commit"]);
    }

    [Fact]
    public async Task Gold_moved_by_somebody_else_is_found_by_a_poll_and_frozen_until_every_director_lifts_it()
    {
        await using var estate = await TestEstate.AdoptedAsync(new() { Poll = $"{Poll.TotalSeconds}s" });
        var commit = await estate.PushAsync("dose");
        await estate.AwaitsPeopleAsync(commit);
        foreach (var person in People.Signers.Where(person => person != People.Blackpool)) await estate.VoteAsync(person, commit);
        await estate.RestsAsync();

        // Nobody asks the service to look.
        var moved = TimeProvider.System.GetUtcNow();
        await estate.MovePastTheGateAsync(TestEstate.Gold, commit);
        var frozen = await estate.StateBecomesAsync("frozen");

        Assert.InRange(Assert.Single(estate.Ledger.Of("frozen")).Time - moved, TimeSpan.Zero, Poll + Slack);
        Assert.Contains($"gold was found at {commit[..7]}", (string?)frozen["frozen"]);
        Assert.Equal(estate.First, (string?)frozen["gold"]);
        await Eventually.BecomesAsync(() => Task.FromResult(estate.Service.Log), log => log.Contains("ALARM", StringComparison.Ordinal), "the alarm is logged");

        // The last signature arrives: the commit is signed by all, and nothing moves.
        var last = await estate.VoteAsync(People.Blackpool, commit);
        var held = await Eventually.BecomesAsync(
            () => Task.FromResult(estate.Ledger.Of("verdict", commit)[^1]), given => given.Seq > last, "a verdict is given after the last sign-off");
        Assert.Equal("hold", (string?)held.Body["verdict"]);
        Assert.Equal("repository-frozen", (string?)Assert.Single(held.Body["reasons"]!.AsArray())!["code"]);
        Assert.Contains("frozen", (string?)(await estate.WhyAsync(commit))["reasons"]![0]!["text"]);
        Assert.Equal(commit, await estate.GoldAsync());

        await estate.MovePastTheGateAsync(TestEstate.Gold, estate.First);
        foreach (var director in People.Directors)
        {
            Assert.Equal("frozen", (string?)(await estate.ViewAsync())["state"]);
            await CommandLineClient.MustAsync(
                "sign-off", "--server", estate.Server, "--repository", TestEstate.Repository, "--subject", "freeze",
                "--as", director, "--role", "director", "--key", estate.People.Key(director), "--approve");
        }

        // Nobody has to sign the commit again.
        await estate.GoldBecomesAsync(commit);
        await estate.StateBecomesAsync("adopted");
        Assert.Single(estate.Ledger.Of("freeze-lifted"));
        Assert.Single(estate.Ledger.Of("promoted"));
    }

    [Fact]
    public async Task Gold_removed_from_the_remote_freezes_the_repository()
    {
        await using var estate = await TestEstate.AdoptedAsync(new() { Poll = $"{Poll.TotalSeconds}s" });
        await estate.RestsAsync();

        // Nobody asks the service to look.
        await estate.Git.RunAsync(estate.BareFolder, "update-ref", "-d", TestEstate.Gold);

        Assert.Contains("gold is gone from the remote", (string?)(await estate.StateBecomesAsync("frozen"))["frozen"]);
        Assert.Equal("", await estate.GoldAsync());
    }

    [Theory]
    [InlineData(Transport.File)]
    [InlineData(Transport.Https)]
    [InlineData(Transport.Ssh)]
    public async Task Attack_24_and_56_gold_moved_between_decision_and_push_is_not_overwritten_and_frozen(Transport transport)
    {
        await using var estate = await TestEstate.AdoptedAsync(new() { Transport = transport });
        var others = await estate.PushAsync("others", branch: "refs/heads/elsewhere");
        var commit = await estate.PushAsync("dose", on: estate.First);
        await estate.AwaitsPeopleAsync(commit);
        // When the gate's own push arrives, somebody else has been a moment quicker.
        await estate.WriteHookAsync("update", $"""
            #!/bin/sh
            [ "$1" = {TestEstate.Gold} ] && git update-ref {TestEstate.Gold} {others}
            exit 0
            """);

        foreach (var person in People.Signers) await estate.VoteAsync(person, commit);

        var frozen = await estate.StateBecomesAsync("frozen");
        Assert.Contains($"gold was found at {others[..7]}", (string?)frozen["frozen"]);
        Assert.Equal(others, await estate.GoldAsync());
        Assert.Single(estate.Ledger.Of("promotion-intended", commit));
        // A look may have found it before the push had its answer.
        await Eventually.UntilAsync("the intent is given up", Eventually.Patience, () => estate.Ledger.Of("promotion-abandoned", commit).Count == 1);
        Assert.Empty(estate.Ledger.Of("promoted"));
        Assert.Contains("repository-frozen", TestEstate.Codes(await estate.WhyAsync(commit)));
    }

    [Fact]
    public async Task Gold_moved_after_the_decision_to_where_a_plain_push_could_go_on_is_not_overwritten_either()
    {
        await using var estate = await TestEstate.AdoptedAsync(new() { Transport = Transport.Https, BehindProxy = true });
        var others = await estate.PushAsync("others");
        var commit = await estate.PushAsync("dose");
        await estate.AwaitsPeopleAsync(commit);
        // The gate has decided, and reaches for the remote: before it hears a word, gold stands at its commit's own parent.
        var gold = Path.Combine(estate.BareFolder, TestEstate.Gold);
        var moved = 0;
        estate.Proxy!.Cut = new()
        {
            BeforeReplyWhen = () =>
            {
                var decided = estate.Ledger.Of("promotion-intended", commit).Count > 0;
                if (decided && Interlocked.Exchange(ref moved, 1) == 0) File.WriteAllText(gold, $"{others}\n");
                return false;
            },
        };

        foreach (var person in People.Signers) await estate.VoteAsync(person, commit);

        var frozen = await estate.StateBecomesAsync("frozen");
        Assert.Contains($"gold was found at {others[..7]}", (string?)frozen["frozen"]);
        Assert.Empty(estate.Ledger.Of("promoted"));
        estate.Proxy.Cut = null;
        Assert.Equal(others, await estate.GoldAsync());
    }

    [Theory]
    [InlineData(Transport.File)]
    [InlineData(Transport.Https)]
    [InlineData(Transport.Ssh)]
    public async Task Gold_made_by_somebody_else_between_an_adoption_and_its_push_is_not_overwritten_and_can_be_adopted_where_it_stands(Transport transport)
    {
        await using var estate = await TestEstate.ServeAsync(new() { Transport = transport, Reconcile = "1s" });
        var others = await estate.PushAsync("others", branch: "refs/heads/elsewhere");
        // When the gate's own push arrives, somebody else has been a moment quicker.
        await estate.WriteHookAsync("update", $"""
            #!/bin/sh
            [ "$1" = {TestEstate.Gold} ] && git update-ref {TestEstate.Gold} {others}
            exit 0
            """);

        await estate.AdoptAsync(estate.First);

        await AssertAdoptionGivenUpAsync(estate, estate.First, others);
        File.Delete(Path.Combine(estate.BareFolder, "hooks", "update"));
        await AdoptAsItStandsAsync(estate, others, adopted: others);
    }

    [Fact]
    public async Task Gold_made_after_an_adoption_was_carried_where_a_plain_push_could_go_on_is_not_overwritten_either()
    {
        await using var estate = await TestEstate.ServeAsync(new() { Transport = Transport.Https, BehindProxy = true, Reconcile = "1s" });
        var commit = await estate.PushAsync("dose");
        // The gate has counted the votes, and reaches for the remote: before it hears a word, gold stands at its commit's own parent.
        var gold = Path.Combine(estate.BareFolder, TestEstate.Gold);
        var made = 0;
        estate.Proxy!.Cut = new()
        {
            BeforeReplyWhen = () =>
            {
                var carried = estate.Ledger.Of("promotion-intended", commit).Count > 0;
                if (carried && Interlocked.Exchange(ref made, 1) == 0) File.WriteAllText(gold, $"{estate.First}\n");
                return false;
            },
        };

        await estate.AdoptAsync(commit);

        await AssertAdoptionGivenUpAsync(estate, commit, estate.First);
        estate.Proxy.Cut = null;
        await AdoptAsItStandsAsync(estate, estate.First, adopted: commit);
    }

    [Fact]
    public async Task A_remote_that_refuses_the_push_is_told_to_the_operator_and_gold_moves_once_it_agrees()
    {
        await using var estate = await TestEstate.AdoptedAsync(new() { Reconcile = "1s" });
        var commit = await estate.PushAsync("dose");
        await estate.AwaitsPeopleAsync(commit);
        await estate.WriteHookAsync("pre-receive", """
            #!/bin/sh
            echo 'the disk is full' >&2
            exit 1
            """);

        foreach (var person in People.Signers) await estate.VoteAsync(person, commit);
        var why = await Eventually.BecomesAsync(
            () => estate.WhyAsync(commit), why => TestEstate.Codes(why).Contains("push-refused"), "the refusal is told");

        Assert.Equal(["operator"], TestEstate.WhoCanAct(why));
        Assert.Contains("the disk is full", why.ToJsonString());
        Assert.Equal(estate.First, await estate.GoldAsync());
        File.Delete(Path.Combine(estate.BareFolder, "hooks", "pre-receive"));
        await estate.GoldBecomesAsync(commit);
        await estate.StateBecomesAsync("adopted");
        Assert.Single(estate.Ledger.Of("promoted"));
        Assert.Single(estate.Ledger.Of("promotion-abandoned"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_reply_lost_after_gold_moved_leaves_exactly_one_promotion(int lostReplies)
    {
        await using var estate = await TestEstate.AdoptedAsync(new() { Transport = Transport.Https, BehindProxy = true, Reconcile = "1s" });
        var commit = await estate.PushAsync("dose");
        await estate.AwaitsPeopleAsync(commit);
        var gold = Path.Combine(estate.BareFolder, TestEstate.Gold);
        var proxy = estate.Proxy!;
        var before = proxy.Cuts;
        proxy.Cut = new() { BeforeReplyWhen = () => proxy.Cuts < before + lostReplies && File.ReadAllText(gold) == $"{commit}\n" };

        foreach (var person in People.Signers) await estate.VoteAsync(person, commit);

        await estate.GoldBecomesAsync(commit);
        await estate.StateBecomesAsync("adopted");
        Assert.Equal(lostReplies, proxy.Cuts - before);
        Assert.Equal("promoted", (string?)(await estate.WhyAsync(commit))["state"]);
        Assert.Single(estate.Ledger.Of("promoted"));
        Assert.Single(estate.Ledger.Of("promotion-intended", commit));
        Assert.Empty(estate.Ledger.Of("frozen"));
    }

    private static async Task AssertAdoptionGivenUpAsync(TestEstate estate, string commit, string found)
    {
        await Eventually.UntilAsync("the intent is given up", Eventually.Patience, () => estate.Ledger.Of("promotion-abandoned", commit).Count > 0);
        Assert.All(
            estate.Ledger.Of("promotion-abandoned", commit),
            abandoned => Assert.Equal("gold was moved on the remote while it was being adopted: adopt it as it stands now", (string?)abandoned.Body["why"]));
        Assert.Empty(estate.Ledger.Of("adopted"));
        Assert.Empty(estate.Ledger.Of("frozen"));
        Assert.Equal(found, await estate.GoldAsync());
        Assert.NotEqual("adopted", (string?)(await estate.ViewAsync())["state"]);
    }

    // What is voted on names gold as the gate saw it last.
    private static async Task AdoptAsItStandsAsync(TestEstate estate, string stands, string adopted)
    {
        await estate.LookAsync(estate.ViewAsync, view => (string?)view["remoteGold"] == stands);

        await estate.AdoptAsync(adopted);

        await estate.GoldBecomesAsync(adopted);
        await estate.StateBecomesAsync("adopted");
        var fact = Assert.Single(estate.Ledger.Of("adopted"));
        Assert.Equal(adopted, fact.Commit);
        Assert.Equal(stands, Assert.Single(estate.Ledger.Of("promotion-intended"), intent => intent.Seq == fact.Number("intent")).Find("from"));
    }
}
