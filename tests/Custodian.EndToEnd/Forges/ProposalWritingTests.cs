using Custodian.EndToEnd.Peers;
using Custodian.Forges;
using Custodian.Git;
using Custodian.Notices.Proposals;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>One candidate's pull request, written again and again while the way to GitHub fails.</summary>
public sealed class ProposalWritingTests(GitHubPeer peer) : IClassFixture<GitHubPeer>, IAsyncLifetime
{
    private const string Place = "IMS-MAXIMS/openMAXIMS";
    private const string Name = "openmaxims";

    private static readonly (HttpMethod Method, string End)[] Writes =
        [(HttpMethod.Post, "/git/refs"), (HttpMethod.Post, "/pulls"), (HttpMethod.Post, "/comments"), (HttpMethod.Post, "/requested_reviewers")];

    private readonly PeerFolder folder = new();
    private readonly GitHubBench bench = GitHubBench.Of(peer);
    private FactStore store = null!;
    private ProposalWriter writer = null!;
    private WatchedRepository repository = null!;
    private CandidateId candidate = null!;

    public static TheoryData<string> TroubleNames => [.. Faults.ByName.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private int Sent => bench.Wire.Sent.Count(one => !one.StartsWith("GET ", StringComparison.Ordinal) && !one.EndsWith("/access_tokens", StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        var file = folder.Write("custodian.yaml", $$"""
            custodians:
              taunton: { name: Taunton, people: { taunton-director: { roles: [director], github: {{await peer.AccountAsync("taunton-director")}} } } }
              sthk: { name: St Helens, people: { sthk-director: { roles: [director], github: [{{await peer.AccountAsync("sthk-director")}}, 999999] }, stranger: { roles: [director], github: 999998 } } }
            repositories:
              {{Name}}: { url: "{{folder["none.git"]}}", github: {{Place}}, source: [refs/heads/work], gold: refs/heads/main, checks: [tests], gate: standard }
            checks:
              tests: { type: command, run: ["true"], timeout: 1m }
            gates:
              standard: { checks: all, sign-offs: [{ each: custodian, role: director }] }
            """);
        var configuration = ConfigurationFile.Load(file, CustodianSetup.CheckSchemas);
        store = FactStore.Open(folder.NewFolder("data"), bench.Clock, NullLogger<FactStore>.Instance);
        repository = new Estate(configuration, new(new ProgramRunner("tests")), folder["data"], NullLogger<ObjectDigests>.Instance).Find(Name)!;
        writer = new(configuration, store, bench.Forge, bench.Clock, NullLogger<ProposalWriter>.Instance);
        candidate = new(Name, new(await peer.CommitAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        store.Dispose();
        bench.Dispose();
        folder.Dispose();
        Assert.Empty(await peer.ViolationsAsync());
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_the_answers_there_is_one_of_each_and_what_is_there_is_not_written_again(string trouble)
    {
        foreach (var (method, end) in Writes) bench.Wire.Fail(method, end, Faults.ByName[trouble](bench.Clock));

        await PutAsync(Asking(People()));
        var written = Sent;
        await PutAsync(Asking(People()));

        Assert.InRange(written, Writes.Length, 2 * Writes.Length);
        Assert.Equal(written, Sent);
        var one = await ShownAsync();
        Assert.Equal((candidate.Commit, true, "sthk-director, taunton-director"), (one.Head, one.Open, string.Join(", ", one.Requested.Select(who => who.Login).Order(StringComparer.Ordinal))));
        Assert.Single(await bench.Forge.CommentsAsync(await FindAsync(), one.Number, Stop));
    }

    [Fact]
    public async Task Only_what_is_new_is_written()
    {
        await PutAsync(Asking(People()));
        var before = Sent;

        await PutAsync(Asking(People("taunton")));

        // The comment, and who is asked no more.
        Assert.Equal(before + 2, Sent);
        Assert.Equal(["sthk-director"], (await ShownAsync()).Requested.Select(who => who.Login));
    }

    [Fact]
    public async Task Nothing_is_written_while_gold_is_about_to_move()
    {
        await PutAsync(Asking(People()));
        var before = Sent;
        await store.WriteAsync(transaction => transaction.Append(new PromotionIntended { At = transaction.Now, Repository = Name, Commit = candidate.Commit, Policy = "policy", FactsDigest = "facts", Cause = PromotionIntended.Promotion, Fence = 1 }), Stop);

        await PutAsync(Asking(People("taunton")));
        await PutAsync(new() { Candidate = candidate, State = ProposalState.Passed, Subject = "" });

        Assert.Equal(before, Sent);
    }

    [Fact]
    public async Task What_GitHub_never_sees_as_merged_is_closed_an_hour_after_it_became_gold()
    {
        await PutAsync(Asking(People()));
        var number = (await ShownAsync()).Number;
        var gold = new Proposal { Candidate = candidate, State = ProposalState.Gold, Subject = "", PromotedAt = bench.Clock.GetUtcNow() };

        await PutAsync(gold);
        Assert.True((await bench.Forge.FindPullRequestAsync(await FindAsync(), number, Stop))!.Open);
        await PutAsync(gold with { PromotedAt = bench.Clock.GetUtcNow().AddHours(-2) });

        Assert.False((await bench.Forge.FindPullRequestAsync(await FindAsync(), number, Stop))!.Open);
        Assert.Empty(await store.ReadAsync(reader => reader.Told.OtherThan(Name, ProposalWriter.PullRequest, ProposalWriter.Ended), Stop));
    }

    [Fact]
    public async Task A_number_that_is_somebody_elses_by_now_is_left_alone()
    {
        var work = $"work-{Guid.NewGuid()}";
        await peer.PointAsync(work, candidate.Commit.ToString());
        var other = (await peer.AsAdminAsync(HttpMethod.Post, "pulls", new { title = "Dose", head = work, @base = "main" })).GetProperty("number").GetInt64();
        await store.WriteAsync(
            transaction =>
            {
                transaction.Told.Keep(candidate, new(ProposalWriter.PullRequest, other, "told when the repository was another one"));
                return true;
            }, Stop);

        await PutAsync(new() { Candidate = candidate, State = ProposalState.LeftSource, Subject = "" });

        Assert.Equal(0, Sent);
        Assert.True((await bench.Forge.FindPullRequestAsync(await FindAsync(), other, Stop))!.Open);
    }

    private Task PutAsync(Proposal proposal) => writer.PutAsync(repository, proposal, Place, async () => await FindAsync(), Stop);

    private async Task<ForgeRepository> FindAsync() => (await bench.Forge.FindAsync(Place, Stop))!;

    private async Task<ForgePullRequest> ShownAsync() =>
        Assert.Single(await bench.Forge.RecentPullRequestsAsync(await FindAsync(), DateTimeOffset.UnixEpoch, Stop), one => one.Open && one.HeadBranch == CandidateBranch.Of(candidate.Commit));

    private Proposal Asking(IReadOnlyList<SignOff> signOffs) => new()
    {
        Candidate = candidate,
        State = ProposalState.Open,
        Subject = "Change the dose",
        Told = Gate.Explain(new()
        {
            Repository = Name,
            Commit = candidate.Commit,
            Subject = "contents",
            GoldLine = [new(peer.Commit)],
            DescendsFromGold = true,
            OnSource = true,
            Frozen = null,
            Policy = repository.Policy,
            PolicyAdopted = true,
            Checks = [new() { Seq = 1, Repository = Name, Commit = candidate.Commit, Check = "tests", Definition = repository.Policy.Checks[0].Definition, Outcome = CheckOutcome.Passed, Summary = "12 tests" }],
            SignOffs = signOffs,
            Contributors = [],
            FirstSeen = bench.Clock.GetUtcNow().AddDays(-1),
            AsOf = bench.Clock.GetUtcNow(),
        }),
    };

    private IReadOnlyList<SignOff> People(params string[] custodians) =>
    [
        .. custodians.Select(custodian => new SignOff
        {
            Seq = 5,
            Repository = Name,
            Commit = candidate.Commit,
            Subject = "contents",
            Gold = new(peer.Commit),
            Rules = repository.Policy.Rules,
            Person = $"{custodian}-director",
            Custodian = custodian,
            Role = "director",
            Decision = SignOffDecision.Approve,
            RecordedAt = bench.Clock.GetUtcNow().AddMinutes(-1),
        }),
    ];
}
