using System.Security.Cryptography;
using Custodian.Store;
using Custodian.Store.Facts;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Custodian.Tests.Store;

public sealed class FactStoreTests : IDisposable
{
    private readonly StoreBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task What_waits_at_the_same_time_becomes_durable_in_one_commit()
    {
        const int waiting = 200;
        var commits = 0;
        using var open = new ManualResetEventSlim();
        bench.Store.Committed += () => commits++;

        // The first work keeps the writer busy until all the others wait behind it.
        var first = bench.Store.WriteAsync(transaction => { open.Wait(Stop); return transaction.Append(StoreBench.Fact(transaction)); }, Stop);
        var others = Enumerable.Range(0, waiting).Select(_ => bench.AppendAsync()).ToList();
        open.Set();
        var places = await Task.WhenAll(others);

        Assert.Equal(0, await first);
        Assert.Equal(Enumerable.Range(1, waiting).Select(place => (long)place), places);
        // Whoever waits is told before the event is raised; the writer ends behind it.
        bench.Close();
        Assert.Equal(1, commits);
    }

    [Fact]
    public async Task What_throws_is_undone_alone_while_its_group_commits()
    {
        var commits = 0;
        using var open = new ManualResetEventSlim();
        bench.Store.Committed += () => commits++;

        var before = bench.Store.WriteAsync(transaction => { open.Wait(Stop); return transaction.Append(StoreBench.Fact(transaction, "before")); }, Stop);
        var thrown = bench.Store.WriteAsync<long>(
            transaction =>
            {
                transaction.Append(StoreBench.Fact(transaction, "undone"));
                transaction.KeepEvidence([1]);
                throw new InvalidOperationException("changed its mind");
            },
            Stop);
        var after = bench.AppendAsync("after");
        open.Set();

        Assert.Equal("changed its mind", (await Assert.ThrowsAsync<InvalidOperationException>(() => thrown)).Message);
        Assert.Equal((0, 1), (await before, await after));
        // Whoever waits is told before the event is raised; the writer ends behind it.
        bench.Close();
        Assert.Equal(1, commits);
        Assert.Equal(["before", "after"], await bench.ReadAsync(reader => reader.Every<CandidateRefused>().Select(fact => fact.Body.Text).ToList()));
        Assert.Null(await bench.ReadAsync(reader => reader.Evidence(Convert.ToHexStringLower(SHA256.HashData([1])))));
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_has_appended_nothing()
    {
        using var patience = new CancellationTokenSource();
        using var open = new ManualResetEventSlim();
        var first = bench.Store.WriteAsync(transaction => { open.Wait(Stop); return transaction.Append(StoreBench.Fact(transaction)); }, Stop);
        var impatient = bench.Store.WriteAsync(transaction => transaction.Append(StoreBench.Fact(transaction)), patience.Token);
        await patience.CancelAsync();
        open.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        await first;
        Assert.Equal(1, await bench.ReadAsync(reader => reader.Size()));
    }

    [Fact]
    public async Task Places_have_no_gaps_however_many_append_and_fail_at_once()
    {
        var store = bench.Store;
        var all = Enumerable.Range(0, 400).Select(number => Task.Run(async () =>
        {
            try
            {
                return await store.WriteAsync(
                    transaction => number % 5 == 0 ? throw new InvalidOperationException() : transaction.Append(StoreBench.Fact(transaction, $"{number}")), Stop);
            }
            catch (InvalidOperationException)
            {
                return -1;
            }
        }));
        var places = await Task.WhenAll(all);

        var facts = await bench.ReadAsync(reader => reader.All().ToList());
        Assert.Equal(Enumerable.Range(0, 320).Select(place => (long)place), facts.Select(fact => fact.Seq));
        foreach (var (number, place) in places.Index().Where(pair => pair.Item >= 0))
        {
            Assert.Equal($"{number}", Assert.IsType<CandidateRefused>(facts[(int)place].Body).Text);
        }
    }

    [Fact]
    public async Task A_leaf_is_the_hash_of_the_exact_bytes_that_are_kept()
    {
        await bench.AppendAsync("Füße & <b>\u2028");

        var body = Assert.Single(await bench.ReadAsync(reader => reader.Leaves.Bodies(0, 10)));
        var leaf = Assert.Single(await bench.ReadAsync(reader => reader.Leaves.Hashes(0, 10)));

        Assert.Equal(FactJson.Write(FactJson.Read(body)), body);
        Assert.Equal(SHA256.HashData([0, .. body]), leaf);
    }

    [Fact]
    public async Task A_fact_may_have_65535_bytes_and_not_one_more()
    {
        await bench.AppendAsync("");
        var rest = 65_535 - (await bench.ReadAsync(reader => reader.Leaves.Bodies(0, 1)))[0].Length;

        Assert.Equal(1, await bench.AppendAsync(new string('x', rest)));
        var tooLong = await Assert.ThrowsAsync<StoreException>(() => bench.AppendAsync(new string('x', rest + 1)));

        Assert.Contains("65536 bytes", tooLong.Message);
        Assert.Equal(65_535, (await bench.ReadAsync(reader => reader.Leaves.Bodies(1, 1)))[0].Length);
        Assert.Equal(2, await bench.ReadAsync(reader => reader.Size()));
    }

    [Theory]
    [InlineData("update Fact set Kind = 'promoted'", "a recorded fact is never changed")]
    [InlineData("update Fact set Seq = 7", "a recorded fact is never changed")]
    [InlineData("delete from Fact", "a recorded fact is never removed")]
    [InlineData("update Evidence set Bytes = x'00'", "recorded evidence is never changed")]
    [InlineData("delete from Evidence", "recorded evidence is never removed")]
    [InlineData("replace into Fact (Seq, Kind, At, Body, LeafHash) values (0, 'promoted', '', x'00', zeroblob(32))", "a recorded fact is never replaced")]
    [InlineData("insert or replace into Evidence select Sha256, x'00' from Evidence", "recorded evidence is never replaced")]
    public async Task No_program_changes_or_removes_what_is_recorded(string sql, string refusal)
    {
        await bench.Store.WriteAsync(transaction => { transaction.KeepEvidence([1, 2, 3]); return transaction.Append(StoreBench.Fact(transaction)); }, Stop);

        var refused = Assert.Throws<SqliteException>(() => bench.Foreign(sql));

        Assert.Contains(refusal, refused.Message);
        Assert.Equal(1L, bench.Foreign("select count(*) from Fact where Kind = 'candidate-refused' and Seq = 0"));
        Assert.Equal(1L, bench.Foreign("select count(*) from Evidence where Bytes = x'010203'"));
    }

    [Fact]
    public async Task Evidence_is_kept_once_however_often_it_is_given()
    {
        var first = await bench.Store.WriteAsync(transaction => transaction.KeepEvidence([1, 2, 3]), Stop);
        var second = await bench.Store.WriteAsync(transaction => transaction.KeepEvidence([1, 2, 3]), Stop);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([1, 2, 3])), first);
        Assert.Equal(first, second);
        Assert.Equal(1L, bench.Foreign("select count(*) from Evidence"));
    }

    [Fact]
    public async Task What_was_appended_is_there_after_a_new_start()
    {
        await bench.AppendAsync("kept");
        bench.Close();

        Assert.Equal("kept", Assert.Single(await bench.ReadAsync(reader => reader.Every<CandidateRefused>())).Body.Text);
        Assert.Equal(1, await bench.AppendAsync());
    }

    [Fact]
    public async Task A_store_that_is_ending_takes_nothing_and_says_so()
    {
        var store = bench.Store;
        bench.Close();

        await Assert.ThrowsAnyAsync<Exception>(() => store.WriteAsync(transaction => transaction.Append(StoreBench.Fact(transaction)), Stop));
        Assert.Equal(0L, bench.Foreign("select count(*) from Fact"));
    }
}
