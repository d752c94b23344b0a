using System.Text;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Dapper;
using Xunit;

namespace Custodian.Tests.Store;

/// <summary>The tables that make questions fast follow from the facts, and personal text may go at any time.</summary>
public sealed class ProjectionTests : IDisposable
{
    private static readonly CommitSha Gold = new("0000000000000000000000000000000000000001");
    private static readonly CommitSha Next = new("0000000000000000000000000000000000000002");
    private static readonly CommitSha Astray = new("0000000000000000000000000000000000000003");

    private readonly StoreBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Rebuilt_projections_are_the_same()
    {
        await LiveAsync();
        var before = Dump();

        await RebuildAsync();

        Assert.NotEmpty(before);
        Assert.Equal(before, Dump());
    }

    [Fact]
    public async Task Projections_that_were_spoilt_are_made_again_from_the_facts()
    {
        await LiveAsync();
        var before = Dump();
        bench.Foreign("update RepositoryState set Gold = 'nonsense', FrozenSeq = 99; delete from Candidate; delete from LatestVote; delete from Received");

        await RebuildAsync();

        Assert.Equal(before, Dump());
    }

    [Fact]
    public async Task Personal_text_can_be_erased_and_facts_and_a_rebuild_still_work()
    {
        var statement = await LiveAsync();
        bench.Foreign($"delete from Personal where Digest = '{statement}'");

        await RebuildAsync();

        Assert.Null(await bench.ReadAsync(reader => reader.Personal(statement)));
        var vote = Assert.Single(await bench.ReadAsync(reader => reader.In<SignOffGiven>(StoreBench.Repository)));
        Assert.Equal(("taunton-director", statement), (vote.Body.Person, vote.Body.Statement));
        Assert.Equal(Next, await bench.ReadAsync(reader => reader.StateOf(StoreBench.Repository).Gold));
    }

    // Something of every kind that leaves a trace in a projection.
    private Task<string> LiveAsync() => bench.Store.WriteAsync(transaction =>
    {
        const string repository = StoreBench.Repository;
        var now = transaction.Now;
        long Seen(CommitSha commit) => transaction.Append(new CandidateSeen { At = now, Repository = repository, Commit = commit, Ref = "refs/heads/main", Subject = new('a', 64) });
        long Intend(CommitSha? from, CommitSha to, string cause) => transaction.Append(
            new PromotionIntended { At = now, Repository = repository, Commit = to, From = from, Policy = "p", FactsDigest = "f", Cause = cause, Fence = 1 });

        Seen(Gold);
        var adoption = Intend(null, Gold, PromotionIntended.Adoption);
        transaction.Append(new Adopted { At = now, Repository = repository, Commit = Gold, Digest = "d", Intent = adoption });
        Seen(Next);
        Seen(Astray);
        var text = Encoding.UTF8.GetBytes("""{ "reason": "a name" }""");
        var vote = new SignOffGiven
        {
            At = now, Repository = repository, Commit = Next, SubjectKind = "commit", Subject = new('a', 64), Gold = Gold, Person = "taunton-director", Custodian = "taunton",
            Role = "director", Decision = SignOffDecision.Approve, Rules = "r", StatedAt = now, Statement = transaction.KeepPersonal(text), Door = "hook", HookId = "msg_1",
        };
        var seq = transaction.Append(vote);
        foreach (var id in Projections.ReceivedIds(vote, text)) transaction.Remember(id, text, seq);
        var given = Intend(Gold, Next, PromotionIntended.Promotion);
        transaction.Append(new PromotionAbandoned { At = now, Repository = repository, Commit = Next, Intent = given, Why = "gone" });
        var moved = Intend(Gold, Next, PromotionIntended.Promotion);
        transaction.Append(new Promoted { At = now, Repository = repository, Commit = Next, From = Gold, Intent = moved, Subject = new('a', 64) });
        transaction.Append(new CandidateClosed { At = now, Repository = repository, Commit = Astray, Why = "left-source" });
        Seen(Astray);
        var frozen = transaction.Append(Freeze.Of(repository, Next, Astray, now));
        transaction.Append(new FreezeLifted { At = now, Repository = repository, Freeze = frozen });
        transaction.Append(Freeze.Of(repository, Next, null, now));
        Intend(Next, Astray, PromotionIntended.Adoption);
        return vote.Statement;
    }, Stop);

    private async Task RebuildAsync()
    {
        bench.Close();
        using var connection = bench.OpenForeign();
        using (var transaction = connection.BeginTransaction())
        {
            new Projections(connection, transaction).Rebuild(new FactReader(connection, transaction));
            transaction.Commit();
        }

        Assert.True(await bench.ReadAsync(reader => reader.Size()) > 0);
    }

    private List<string> Dump()
    {
        using var connection = bench.OpenForeign();
        return
        [
            .. connection.Query<string>("""select 'candidate ' || Repository || ' ' || "Commit" || ' ' || Seq || ' ' || IsOpen from Candidate order by 1"""),
            .. connection.Query<string>("select 'state ' || Repository || ' ' || coalesce(Gold, '-') || ' ' || coalesce(FrozenSeq, '-') || ' ' || coalesce(IntentSeq, '-') from RepositoryState order by 1"),
            .. connection.Query<string>("select 'latest ' || Repository || ' ' || Subject || ' ' || Person || ' ' || Role || ' ' || StatedAt from LatestVote order by 1"),
            .. connection.Query<string>("select 'received ' || Id || ' ' || Digest || ' ' || Seq from Received order by 1"),
        ];
    }
}
