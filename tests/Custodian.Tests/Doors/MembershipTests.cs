using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Xunit;
using static Custodian.Tests.Doors.PolicyBench;

namespace Custodian.Tests.Doors;

/// <summary>Trusts join, leave, merge, lose keys and vanish, and nobody is locked out or pushed out by that.</summary>
[Collection(nameof(Alone))]
public sealed class MembershipTests
{
    private const string Wirral = """
        custodians:
          wirral:
            name: Wirral
            people:
              wirral-director: { roles: [director], keys: ["{key:wirral-director}"] }

        """;

    private static readonly (string Old, string New) LostKey = ("{key:sthk-director}", "{key:new-key}");

    private static readonly (string Old, string New) Gone = ("""
          sthk:
            name: St Helens and Knowsley
            people:
              sthk-director: { roles: [director], keys: ["{key:sthk-director}"] }

        """, "");

    [Fact]
    public async Task Who_joins_signs_with_the_key_that_the_new_policy_gives_them_and_all_members_agree()
    {
        await using var policies = await StartAsync();
        var file = await policies.FileAsync(("custodians:\n", Wirral));
        var digest = await policies.ProposedAsync(file, Taunton, weaker: true);
        await policies.VoteAsync(digest, Sthk);
        await policies.VoteAsync(digest, "wirral-director");
        Assert.Equal(("blackpool", "blackpool"), await policies.AwaitedAsync(digest));

        await policies.VoteAsync(digest, Blackpool);

        Assert.Equal(2, await policies.NumberAsync());
        await policies.TakeUpAsync(file);
        var next = await policies.ProposedAsync(await policies.FileAsync(Harmless), "wirral-director");
        Assert.Equal(("blackpool sthk taunton", "blackpool sthk taunton"), await policies.AwaitedAsync(next));
        await policies.PromotesAsync(file, (Taunton, Taunton), (Sthk, Sthk), (Blackpool, Blackpool), ("wirral-director", "wirral-director"));
    }

    [Fact]
    public async Task Who_leaves_agrees_like_everybody_else()
    {
        await using var policies = await StartAsync();
        var file = await policies.FileAsync(Gone);
        var digest = await policies.ProposedAsync(file, Taunton, weaker: true);
        await policies.VoteAsync(digest, Blackpool);
        Assert.Equal(("sthk", ""), await policies.AwaitedAsync(digest));

        await policies.VoteAsync(digest, Sthk);

        Assert.Equal(2, await policies.NumberAsync());
        Assert.Null(policies.Bench.Read(reader => reader.Every<PolicyAdopted>())[1].Body.Without);
        await policies.PromotesAsync(file, (Taunton, Taunton), (Blackpool, Blackpool));
    }

    [Fact]
    public async Task A_succession_is_signed_by_both_and_by_everybody_else()
    {
        await using var policies = await StartAsync();
        var file = await policies.FileAsync(Gone, ("  taunton:\n    name: Taunton & Somerset\n    people:\n", "  mersey:\n    name: Mersey\n    succeeds: [taunton, sthk]\n    people:\n      sthk-director: { roles: [director], keys: [\"{key:sthk-director}\"] }\n"));
        var digest = await policies.ProposedAsync(file, Blackpool, weaker: true);
        Assert.Equal(("sthk taunton", "mersey"), await policies.AwaitedAsync(digest));
        await policies.VoteAsync(digest, Sthk);
        Assert.Equal(("taunton", ""), await policies.AwaitedAsync(digest));

        await policies.VoteAsync(digest, Taunton);

        Assert.Equal(2, await policies.NumberAsync());
        await policies.TakeUpAsync(file);
        // Later policies go on saying it, of custodians that are no more.
        await policies.ProposedAsync(await policies.FileAsync(Harmless), Sthk);
        await policies.PromotesAsync(file, (Sthk, Sthk), (Blackpool, Blackpool));
    }

    [Fact]
    public async Task A_lost_key_is_replaced_at_once_where_another_director_of_it_signs()
    {
        await using var policies = await StartAsync(("sthk-director: {", "sthk-second: { roles: [director], keys: [\"{key:sthk-second}\"] }\n      sthk-director: {"));
        var file = await policies.FileAsync(LostKey);
        var digest = await policies.ProposedAsync(file, Taunton);
        await policies.VoteAsync(digest, Blackpool);
        Assert.Equal(1, await policies.NumberAsync());

        await policies.VoteAsync(digest, "sthk-second");

        Assert.Equal(2, await policies.NumberAsync());
        await policies.PromotesAsync(file, (Taunton, Taunton), (Blackpool, Blackpool), (Sthk, "new-key"));
    }

    [Fact]
    public async Task A_lost_key_is_replaced_by_all_others_after_the_published_delay_unless_somebody_there_rejects_it()
    {
        await using var policies = await StartAsync(("policy: { chair", "policy: { lost-key-delay: 2d, chair"));
        var file = await policies.FileAsync(LostKey);
        var digest = await policies.ProposedAsync(file, Taunton);
        await policies.VoteAsync(digest, Blackpool);
        await policies.VoteAsync(digest, Sthk, SignOffDecision.Reject);
        policies.Bench.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await policies.NumberAsync());
        await policies.Bench.PageAsync("Rejected by sthk-director");

        await policies.VoteAsync(digest, Sthk, SignOffDecision.Withdraw);
        Assert.Equal(2, await policies.NumberAsync());

        var adopted = policies.Bench.Read(reader => reader.Every<PolicyAdopted>())[1].Body;
        Assert.Equal(("sthk", "lost-key"), (adopted.Without, adopted.Because));
        await policies.PromotesAsync(file, (Taunton, Taunton), (Blackpool, Blackpool), (Sthk, "new-key"));
    }

    [Fact]
    public async Task Before_the_delay_is_over_and_while_one_other_is_missing_no_lost_key_is_replaced()
    {
        await using var policies = await StartAsync();
        var digest = await policies.ProposedAsync(await policies.FileAsync(LostKey), Taunton);
        policies.Bench.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(1, await policies.NumberAsync());

        var more = await policies.ProposedAsync(await policies.FileAsync(LostKey, Harmless), Taunton);
        foreach (var voted in new[] { more, digest }) await policies.VoteAsync(voted, Blackpool);

        // The first has waited long enough; the second changes more than the key, and never will have.
        Assert.Equal(2, await policies.NumberAsync());
        Assert.Equal(digest, policies.Bench.Read(reader => reader.Every<PolicyAdopted>())[1].Body.Motion);
    }

    [Fact]
    public async Task A_vanished_member_ends_by_all_others_and_the_chair_after_thirty_days_unless_somebody_there_rejects_it()
    {
        await using var policies = await StartAsync();
        var file = await policies.FileAsync(Gone);
        var digest = await policies.ProposedAsync(file, Taunton, weaker: true);
        await policies.VoteAsync(digest, Blackpool);
        policies.Bench.Clock.Advance(TimeSpan.FromDays(29.9));
        Assert.Equal("role-not-held", (await policies.RefusedAsync(() => policies.VoteAsync(digest, Sthk, role: PolicyCount.Chair))).Type);
        await policies.VoteAsync(digest, Chair, role: PolicyCount.Chair);
        Assert.Equal(1, await policies.NumberAsync());
        await policies.Bench.PageAsync("It can be adopted without St Helens and Knowsley, after");

        await policies.VoteAsync(digest, Sthk, SignOffDecision.Reject);
        policies.Bench.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await policies.NumberAsync());
        await policies.VoteAsync(digest, Sthk, SignOffDecision.Withdraw);
        Assert.Equal(2, await policies.NumberAsync());

        var adopted = policies.Bench.Read(reader => reader.Every<PolicyAdopted>())[1].Body;
        Assert.Equal(("sthk", "vanished"), (adopted.Without, adopted.Because));
        await policies.TakeUpAsync(file);
        Assert.Equal("person-unknown", (await policies.RefusedAsync(async () => await policies.VoteAsync(await policies.ProposedAsync(await policies.FileAsync(Harmless)), Sthk))).Type);
        await policies.PromotesAsync(file, (Taunton, Taunton), (Blackpool, Blackpool));
    }

    [Fact]
    public async Task Without_a_chair_nobody_is_pushed_out()
    {
        await using var policies = await StartAsync(("policy: { chair: { id: cic-chair, keys: [\"{key:cic-chair}\"] } }\n", ""));
        var digest = await policies.ProposedAsync(await policies.FileAsync(Gone), Taunton, weaker: true);
        await policies.VoteAsync(digest, Blackpool);
        policies.Bench.Clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal("person-unknown", (await policies.RefusedAsync(() => policies.VoteAsync(digest, Chair, role: PolicyCount.Chair))).Type);
        Assert.Equal(1, await policies.NumberAsync());
    }

    [Fact]
    public async Task The_reconciler_adopts_what_a_notice_alone_held_back()
    {
        await using var policies = await StartAsync();
        var digest = await policies.ProposedAsync(await policies.FileAsync(LostKey), Taunton);
        await policies.VoteAsync(digest, Blackpool);

        policies.Bench.Clock.Advance(TimeSpan.FromDays(7));

        await Pages.PageBench.UntilAsync(policies.ViewAsync, view => view.GetProperty("number").GetInt32() == 2);
    }
}
