using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Xunit;

namespace Custodian.Tests.Store;

public sealed class RetryTests : IDisposable
{
    private static readonly CandidateId Candidate = new(StoreBench.Repository, StoreBench.Commit);

    private readonly StoreBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_push_that_was_refused_is_tried_again_after_20_seconds_then_after_twice_as_long_each_time()
    {
        var waits = new List<double>();
        for (var refusal = 0; refusal < 11; refusal++)
        {
            await AbandonAsync(refused: true);
            waits.Add((await NotBeforeAsync() - bench.Clock.GetUtcNow()).TotalSeconds);
        }

        Assert.Equal([20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 5120, 5120], waits);
    }

    [Fact]
    public async Task An_intent_that_a_restart_gave_up_puts_nothing_off()
    {
        await AbandonAsync(refused: false);

        Assert.Equal(DateTimeOffset.MinValue, await NotBeforeAsync());
        Assert.Null(await bench.ReadAsync(reader => PushBackoff.LastRefusal(reader, Candidate)));
    }

    [Fact]
    public async Task What_the_remote_said_lies_beside_the_ledger_and_may_be_erased()
    {
        await AbandonAsync(refused: true);
        var refusal = (await bench.ReadAsync(reader => PushBackoff.LastRefusal(reader, Candidate)))!;
        Assert.Equal("jane.doe may not push", await bench.ReadAsync(reader => PushBackoff.Said(reader, refusal.Said, refusal.Why)));

        bench.Foreign("delete from Personal");

        Assert.Equal("the remote did not take the push", await bench.ReadAsync(reader => PushBackoff.Said(reader, refusal.Said, refusal.Why)));
        Assert.DoesNotContain("jane", (string)bench.Foreign("select group_concat(cast(Body as text)) from Fact")!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 59, false)]
    [InlineData(1, 60, true)]
    [InlineData(2, 119, false)]
    [InlineData(2, 120, true)]
    [InlineData(12, 4 * 3600, false)]
    [InlineData(12, (256 * 60) + 1, true)]
    public void A_check_that_could_not_be_run_is_due_again_later_each_time(int runs, int seconds, bool due)
    {
        var errors = Enumerable.Range(0, runs).Select(_ => Run(CheckOutcome.Errored)).ToList();

        Assert.Equal(due, CheckRetry.IsDue(errors, Tests, [], errors[^1].At.AddSeconds(seconds)));
    }

    [Theory]
    [InlineData(CheckOutcome.Passed)]
    [InlineData(CheckOutcome.Failed)]
    [InlineData(CheckOutcome.TimedOut)]
    public void A_check_that_was_run_is_never_due_again_under_the_same_definition(CheckOutcome outcome)
    {
        Assert.False(CheckRetry.IsDue([Run(outcome)], Tests, [], bench.Clock.GetUtcNow().AddYears(1)));
        Assert.True(CheckRetry.IsDue([Run(outcome)], Tests with { Definition = new string('d', 64) }, [], bench.Clock.GetUtcNow()));
    }

    public void Dispose() => bench.Dispose();

    private static RequiredCheck Tests { get; } = new("tests", new string('c', 64));

    private CheckRun Run(CheckOutcome outcome) => new()
    {
        At = bench.Clock.GetUtcNow(),
        Repository = StoreBench.Repository,
        Commit = StoreBench.Commit,
        Check = Tests.Name,
        Definition = Tests.Definition,
        Outcome = outcome,
        Summary = "it ended",
        Sandbox = "bubblewrap",
        Run = "1",
        StartedAt = bench.Clock.GetUtcNow(),
    };

    private Task<DateTimeOffset> NotBeforeAsync() => bench.ReadAsync(reader => PushBackoff.NotBefore(reader, Candidate));

    private Task<long> AbandonAsync(bool refused) => bench.Store.WriteAsync(
        transaction => transaction.Append(new PromotionAbandoned
        {
            At = transaction.Now,
            Repository = StoreBench.Repository,
            Commit = StoreBench.Commit,
            Intent = 0,
            Refused = refused,
            Why = "the remote did not take the push",
            Said = refused ? transaction.KeepPersonal("jane.doe may not push"u8.ToArray()) : null,
        }),
        Stop);
}
