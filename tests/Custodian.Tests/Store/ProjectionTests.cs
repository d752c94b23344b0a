using System.Text;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
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
