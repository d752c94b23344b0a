using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Custodian.Commands;
using Custodian.Git;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Doors;

[Collection(nameof(Alone))]
public class VoteTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_vote_under_a_policy_that_nobody_adopted_is_refused_and_leaves_nothing()
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await AdoptedWithCandidateAsync(bench);
        await bench.RestartAsync("false");

        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => bench.SignAsync(candidate, "sthk-director", SignOffDecision.Approve));

        Assert.Equal("policy-not-adopted", refused.Type);
        Assert.Empty(bench.Facts<SignOffGiven>(candidate));
    }

    [Fact]
    public async Task A_signature_is_kept_with_its_vote_so_that_anyone_can_check_it_later()
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await AdoptedWithCandidateAsync(bench);

        await bench.SignAsync(candidate, "sthk-director", SignOffDecision.Approve);

        var vote = Assert.Single(bench.Facts<SignOffGiven>(candidate));
        var (statement, signature) = bench.Read(reader => (reader.Personal(vote.Statement)!, Encoding.UTF8.GetString(reader.Personal(vote.Signature!)!)));
        string[] keys = [await bench.PublicKeyAsync("sthk-director")];
        var ssh = new SshKeygen(new ProgramRunner("custodian-tests"));
        Assert.Equal(vote.Key, await ssh.VerifyAsync("sthk-director", keys, SshKeygen.StatementNamespace, statement, signature, Stop));
    }

    [Fact]
    public async Task The_command_line_has_a_commit_looked_at_that_was_pushed_a_moment_ago()
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await AdoptedWithCandidateAsync(bench);
        var pushed = await bench.PushAsync(PageBench.Main, "three", candidate);

        var exit = await CommandLine.RunAsync([
            "sign-off", "--server", bench.Server, "--repository", PageBench.Name, "--commit", pushed.ToString(), "--path", bench.Repository,
            "--as", "sthk-director", "--role", "director", "--key", bench.Key("sthk-director"), "--approve"]);

        Assert.Equal(0, exit);
        Assert.Equal("sthk-director", Assert.Single(bench.Facts<SignOffGiven>(pushed)).Person);
    }

    [Fact]
    public async Task A_withdrawal_after_gold_has_moved_is_recorded_and_told_to_be_too_late()
    {
        await using var bench = await PageBench.StartAsync();
        var commit = await bench.PromoteAsync("two", await bench.AdoptFirstAsync());
        bench.Clock.Advance(TimeSpan.FromSeconds(1));

        var receipt = await bench.SignAsync(commit, "sthk-director", SignOffDecision.Withdraw);

        Assert.Equal($"Too late to count: gold has moved to {commit.Abbreviated} already.", receipt.Note);
        Assert.Equal(SignOffDecision.Withdraw, bench.Facts<SignOffGiven>(commit)[^1].Decision);
    }

    [Fact]
    public async Task An_approval_that_was_held_back_undoes_no_later_withdrawal_however_fast_its_persons_clock_was()
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await AdoptedWithCandidateAsync(bench);
        using var server = new ServerClient(bench.Server);
        var signing = new Signing(server, bench.Key("sthk-director"));
        var order = new StatementOrder(PageBench.Name, candidate, SubjectKind.Commit, null, "sthk-director", "director", SignOffDecision.Approve, null);
        var held = Statement.Parse(await order.FetchAsync(server, Stop)) with { At = bench.Clock.GetUtcNow().AddMinutes(3) };
        await signing.SendAsync((held with { Decision = SignOffDecision.Withdraw, At = held.At.AddMinutes(1) }).ToBytes(), Stop);
        bench.Clock.Advance(TimeSpan.FromMinutes(2));

        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => signing.SendAsync(held.ToBytes(), Stop));
        var veto = await signing.SendAsync((held with { Decision = SignOffDecision.Reject, At = bench.Clock.GetUtcNow() }).ToBytes(), Stop);

        Assert.Equal("statement-older", refused.Type);
        Assert.False(veto.Repeated);
    }

    [Fact]
    public async Task Who_hears_that_a_repository_is_adopted_hears_it_of_this_adoption()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.AdoptFirstAsync();
        await bench.GitAsync(null, "--git-dir", bench.Repository, "update-ref", "-d", "refs/heads/gold");
        await bench.LookAsync();
        await bench.PageAsync("Frozen since");

        var told = await TellAsync(() => CommandLine.RunAsync([
            "adopt", "--server", bench.Server, "--repository", PageBench.Name, "--commit", first.ToString(), "--as", "sthk-director", "--key", bench.Key("sthk-director")]));

        Assert.Contains($"{PageBench.Name} is frozen; gold stands at {first.Abbreviated} once a director of every custodian", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_no_longer_in_office_votes_on_nothing()
    {
        await using var bench = await PageBench.StartAsync(("sthk-director: {", "sthk-director: { until: 2020-01-01,"));
        var first = await bench.PushAsync(PageBench.Main, "one", null);

        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => bench.AdoptAsync(first, "sthk-director"));

        Assert.Equal("out-of-office", refused.Type);
    }

    [Fact]
    public async Task A_tag_stands_once_every_director_has_signed_for_it_and_never_moves()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.AdoptFirstAsync();

        Assert.Equal(0, await bench.ReleaseAsync("1.0", "taunton-director"));
        Assert.Equal("", await TagsAsync(bench));
        Assert.Equal(0, await bench.ReleaseAsync("1.0", "sthk-director"));
        var tag = await TagsAsync(bench);
        Assert.EndsWith($"refs/tags/certified/1.0 {first}", tag, StringComparison.Ordinal);

        await bench.PromoteAsync("two", first);
        Assert.Equal(1, await bench.ReleaseAsync("1.0", "taunton-director"));
        Assert.Equal(tag, await TagsAsync(bench));
    }

    [Fact]
    public async Task Null_for_a_member_is_a_problem_of_the_sender()
    {
        await using var bench = await PageBench.StartAsync();
        var statement = Encoding.UTF8.GetBytes("""{ "subject": null, "repository": "openmaxims", "person": "sthk-director", "role": "director", "decision": "approve", "rules": "", "at": "2026-11-22T10:00:00Z" }""");

        using var answer = await bench.Client.PostAsJsonAsync("api/v1/sign-offs", new { statement, signature = "none" }, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal("The statement cannot be read: 'subject' must not be null.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task An_adopted_repository_gives_out_no_statement_for_another_adoption()
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await AdoptedWithCandidateAsync(bench);

        using var answer = await bench.Client.GetAsync($"api/v1/statement?repository={PageBench.Name}&commit={candidate}&subject=adoption&person=sthk-director&role=director&decision=approve", Stop);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("moves by promotions only", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    /// <summary>What a command prints.</summary>
    internal static async Task<string> TellAsync(Func<Task<int>> run)
    {
        var before = Console.Out;
        using var told = new StringWriter();
        Console.SetOut(told);
        try
        {
            await run();
        }
        finally
        {
            Console.SetOut(before);
        }

        return told.ToString();
    }

    private static Task<string> TagsAsync(PageBench bench) =>
        bench.GitAsync(null, "--git-dir", bench.Repository, "for-each-ref", "--format=%(objectname) %(refname) %(*objectname)", "refs/tags");

    private static async Task<CommitSha> AdoptedWithCandidateAsync(PageBench bench)
    {
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        return candidate;
    }
}
