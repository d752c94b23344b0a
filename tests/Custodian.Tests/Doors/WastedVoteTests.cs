using Custodian.Commands;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>Nobody is thanked for a vote that can never count.</summary>
[Collection(nameof(Alone))]
public class WastedVoteTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SignOffDecision.Reject)]
    [InlineData(SignOffDecision.Withdraw)]
    public async Task A_vote_against_an_adoption_that_nobody_proposed_is_refused(SignOffDecision decision)
    {
        await using var bench = await PageBench.StartAsync();
        var commit = await bench.PushAsync(PageBench.Main, "one", null);
        await bench.LookAsync();

        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => VoteAsync(bench, Adoption(commit) with { Decision = decision }));
        await VoteAsync(bench, Adoption(commit) with { Person = "sthk-director" });
        var taken = await VoteAsync(bench, Adoption(commit) with { Decision = decision });

        Assert.Equal("not-proposed", refused.Type);
        Assert.Equal(["sthk-director", "taunton-director"], Votes(bench, commit));
        Assert.Null(taken.Note);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_vote_on_a_motion_in_a_role_that_has_none_is_refused(bool statementOfTheServer)
    {
        await using var bench = await PageBench.StartAsync();
        var commit = await bench.PushAsync(PageBench.Main, "one", null);
        await bench.LookAsync();
        var order = Adoption(commit);
        using var server = new ServerClient(bench.Server);
        var statement = Statement.Parse(await order.FetchAsync(server, Stop)) with { Role = "adviser" };

        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() =>
            statementOfTheServer ? VoteAsync(bench, order with { Role = "adviser" }) : new Signing(server, bench.Key(order.Person)).SendAsync(statement.ToBytes(), Stop));

        Assert.Equal("role-not-asked", refused.Type);
        Assert.Empty(Votes(bench, commit));
    }

    [Theory]
    [InlineData("director", SignOffDecision.Approve, false)]
    [InlineData("adviser", SignOffDecision.Approve, true)]
    [InlineData("adviser", SignOffDecision.Reject, false)]
    public async Task An_approval_in_a_role_that_no_rule_asks_for_is_told_to_count_for_nothing(string role, SignOffDecision decision, bool told)
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();

        var receipt = await VoteAsync(bench, new(PageBench.Name, candidate, SubjectKind.Commit, null, "taunton-director", role, decision, null));

        Assert.Equal(told, receipt.Note?.Contains("asks for no sign-off as adviser", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_commit_behind_the_tip_cannot_be_adopted_and_one_that_is_being_fetched_is_not_known_yet()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.PushAsync(PageBench.Main, "one", null);
        await bench.PushAsync(PageBench.Main, "two", first);
        await bench.LookAsync();
        var coming = await bench.PushAsync("refs/heads/topic/next", "three", first);
        // As in the midst of a fetch: its objects are there, and no branch of the mirror names them yet.
        await bench.GitAsync(null, "--git-dir", Path.Combine(bench.DataFolder, "mirrors", PageBench.Name + ".git"), "fetch", "--quiet", "--no-write-fetch-head", "--refmap=", bench.Repository, "refs/heads/topic/next");
        using var server = new ServerClient(bench.Server);

        var behind = await Assert.ThrowsAsync<ServerRefusalException>(() => Adoption(first).FetchAsync(server, Stop));
        var unknown = await Assert.ThrowsAsync<ServerRefusalException>(() => Adoption(coming).FetchAsync(server, Stop));

        Assert.Equal(("not-adoptable", "commit-unknown"), (behind.Type, unknown.Type));
        Assert.Contains("neither the tip", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_that_is_too_long_is_refused_in_a_statement_made_elsewhere()
    {
        await using var bench = await PageBench.StartAsync();
        var commit = await bench.PushAsync(PageBench.Main, "one", null);
        await bench.LookAsync();
        using var server = new ServerClient(bench.Server);
        var statement = Statement.Parse(await Adoption(commit).FetchAsync(server, Stop));
        var signing = new Signing(server, bench.Key("taunton-director"));

        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => signing.SendAsync((statement with { Reason = new string('x', 4097) }).ToBytes(), Stop));
        await signing.SendAsync((statement with { Reason = new string('x', 4096) }).ToBytes(), Stop);

        Assert.Equal("statement-malformed", refused.Type);
        Assert.Contains("at most 4096 characters", refused.Message, StringComparison.Ordinal);
    }

    private static StatementOrder Adoption(CommitSha commit) =>
        new(PageBench.Name, commit, SubjectKind.Adoption, null, "taunton-director", Motion.Role, SignOffDecision.Approve, null);

    private static async Task<Receipt> VoteAsync(PageBench bench, StatementOrder order)
    {
        using var server = new ServerClient(bench.Server);
        return await new Signing(server, bench.Key(order.Person)).VoteAsync(order, TimeSpan.FromSeconds(60), Stop);
    }

    private static IEnumerable<string> Votes(PageBench bench, CommitSha commit) => bench.Facts<SignOffGiven>(commit).Select(vote => vote.Person);
}
