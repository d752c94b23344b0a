using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Xunit;

namespace Custodian.Tests.Store;

public sealed class ComparisonTests : IDisposable
{
    private static readonly CommitSha One = Sha('1');
    private static readonly CommitSha Two = Sha('2');
    private static readonly CommitSha Three = Sha('3');

    private readonly StoreBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_candidate_is_compared_with_gold_and_gold_with_where_it_stood_before()
    {
        Assert.Null(await GoldForAsync(StoreBench.Commit));
        await AdoptAsync(One);
        await PromoteAsync(One, Two);

        Assert.Equal(Two, await GoldForAsync(StoreBench.Commit));
        Assert.Equal(One, await GoldForAsync(Two));
        Assert.Equal(One, await GoldForAsync(One));
    }

    // Whatever came in by the urgent gate unseen must not be what all that follows may have.
    [Fact]
    public async Task Nothing_is_compared_with_a_gold_of_which_the_check_was_put_off()
    {
        await AdoptAsync(One);
        await PromoteAsync(One, Two, "licences");
        await PromoteAsync(Two, Three, "licences", "tests");

        Assert.Equal(One, await GoldForAsync(StoreBench.Commit));
        Assert.Equal(One, await GoldForAsync(Three));
        Assert.Equal(Two, await GoldForAsync(StoreBench.Commit, "tests"));
        Assert.Equal(Three, await GoldForAsync(StoreBench.Commit, "lint"));
    }

    [Fact]
    public async Task A_run_that_compared_with_another_gold_says_nothing()
    {
        await AdoptAsync(One);
        await RunAsync(One);
        await RunAsync(null);
        Assert.Equal(2, (await HistoryAsync()).Runs.Count);

        await PromoteAsync(One, Two);

        Assert.Null(Assert.Single((await HistoryAsync()).Runs).ComparedWith);
        await RunAsync(Two);
        Assert.Equal([null, Two], (await HistoryAsync()).Runs.Select(run => run.ComparedWith));
    }

    public void Dispose() => bench.Dispose();

    private static CommitSha Sha(char digit) => new(new string(digit, 40));

    private Task<CommitSha?> GoldForAsync(CommitSha commit, string check = "licences") => bench.ReadAsync(reader => Comparison.GoldFor(reader, new(StoreBench.Repository, commit), check));

    private Task<CheckHistory> HistoryAsync() => bench.ReadAsync(reader => CheckHistory.Of(reader, new(StoreBench.Repository, StoreBench.Commit)));

    private Task<long> AdoptAsync(CommitSha commit) => bench.Store.WriteAsync(
        transaction => transaction.Append(new Adopted { At = transaction.Now, Repository = StoreBench.Repository, Commit = commit, Intent = 0, Digest = new string('a', 64) }), Stop);

    private Task<long> PromoteAsync(CommitSha from, CommitSha to, params string[] deferred) => bench.Store.WriteAsync(
        transaction => transaction.Append(new Promoted
        {
            At = transaction.Now,
            Repository = StoreBench.Repository,
            Commit = to,
            From = from,
            Intent = 0,
            Subject = new string('a', 64),
            Urgent = deferred.Length > 0 ? true : null,
            Deferred = deferred.Length > 0 ? [.. deferred.Select(check => new DeferredCheck(check, new string('c', 64), transaction.Now))] : null,
        }),
        Stop);

    private Task<long> RunAsync(CommitSha? with) => bench.Store.WriteAsync(
        transaction => transaction.Append(new CheckRun
        {
            At = transaction.Now,
            Repository = StoreBench.Repository,
            Commit = StoreBench.Commit,
            Check = "licences",
            Definition = new string('c', 64),
            Outcome = CheckOutcome.Passed,
            Summary = "it ended",
            Sandbox = "not-needed",
            ComparedWith = with,
            Run = Guid.NewGuid().ToString("N"),
            StartedAt = transaction.Now,
        }),
        Stop);
}
