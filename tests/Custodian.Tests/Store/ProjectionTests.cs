using System.Text;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Custodian.Tests.Store;

/// <summary>Personal text may go at any time; that projections follow from the facts is shown where they are rebuilt.</summary>
public sealed class ProjectionTests : IDisposable
{
    private static readonly CommitSha Gold = new("0000000000000000000000000000000000000001");
    private static readonly CommitSha Next = new("0000000000000000000000000000000000000002");

    private readonly StoreBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

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

    [Fact]
    public async Task What_was_erased_cannot_be_guessed_from_what_is_remembered_of_it()
    {
        var statement = await LiveAsync();
        var bytes = (await bench.ReadAsync(reader => reader.Personal(statement)))!;
        await bench.Store.WriteAsync(
            transaction =>
            {
                var vote = transaction.In<SignOffGiven>(StoreBench.Repository)[0];
                foreach (var id in Projections.ReceivedIds(vote.Body, bytes)) transaction.Remember(id, bytes, vote.Seq);
                return true;
            },
            Stop);
        Assert.Equal(2L, bench.Foreign("select count(*) from Received where Digest <> ''"));

        bench.Foreign($"delete from Personal where Digest = '{statement}'");

        Assert.Equal("hook:taunton:msg_1", bench.Foreign("select Id from Received"));
        Assert.Equal("", (await bench.ReadAsync(reader => reader.Received("hook:taunton:msg_1")))!.Value.Digest);
    }

    [Fact]
    public async Task A_hooks_id_that_was_used_up_without_a_fact_stays_used_up_after_a_rebuild()
    {
        await LiveAsync();
        await bench.Store.WriteAsync(transaction => { transaction.Remember(Projections.HookId("taunton", "msg_2"), [1, 2, 3], 1); return true; }, Stop);

        await RebuildAsync();

        Assert.NotNull(await bench.ReadAsync(reader => reader.Received("hook:taunton:msg_2")));
    }

    [Fact]
    public void A_cache_that_is_damaged_is_empty_and_stops_nobody()
    {
        Directory.CreateDirectory(bench.Folder);
        var file = Path.Combine(bench.Folder, "openmaxims.digests");
        File.WriteAllText(file, new string('x', 5000));
        var digests = new ObjectDigests(file, NullLogger<ObjectDigests>.Instance);

        digests.Keep([([1], [2])]);

        Assert.Empty(digests.Load());
        File.Delete(file);
        digests.Keep([([1], [2])]);
        Assert.Single(digests.Load());
    }

    // Gold that moved, and the vote for it.
    private Task<string> LiveAsync() => bench.Store.WriteAsync(transaction =>
    {
        const string repository = StoreBench.Repository;
        var now = transaction.Now;
        transaction.Append(new Adopted { At = now, Repository = repository, Commit = Gold, Digest = "d", Intent = 0 });
        var vote = new SignOffGiven
        {
            At = now, Repository = repository, Commit = Next, SubjectKind = "commit", Subject = new('a', 64), Gold = Gold, Person = "taunton-director", Custodian = "taunton",
            Role = "director", Decision = SignOffDecision.Approve, Rules = "r", StatedAt = now,
            Statement = transaction.KeepPersonal(Encoding.UTF8.GetBytes("""{ "reason": "a name" }""")), Door = "hook", HookId = "msg_1",
        };
        transaction.Append(vote);
        transaction.Append(new Promoted { At = now, Repository = repository, Commit = Next, From = Gold, Intent = 0, Subject = new('a', 64) });
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
}
