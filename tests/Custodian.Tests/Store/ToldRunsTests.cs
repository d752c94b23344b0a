using Custodian.Rules;
using Custodian.Store;
using Xunit;

namespace Custodian.Tests.Store;

/// <summary>What a forge was told last.</summary>
public sealed class ToldRunsTests
{
    private static readonly CandidateId Candidate = new("openmaxims", new(new string('c', 40)));

    [Fact]
    public async Task A_pull_request_is_never_mistaken_for_a_check_run_of_its_number()
    {
        using var bench = new StoreBench();
        await bench.Store.WriteAsync(
            transaction =>
            {
                transaction.Told.Keep(Candidate, new(ToldRun.Gate, 7, "gate"));
                transaction.Told.Keep(Candidate, new("pull-request", 7, "asked"));
                return true;
            }, TestContext.Current.CancellationToken);

        var (runs, others) = await bench.Store.ReadAsync(reader => (reader.Told.Of(Candidate), reader.Told.Besides(Candidate)), TestContext.Current.CancellationToken);

        Assert.Equal([ToldRun.Gate], runs.Keys);
        Assert.Equal(["pull-request"], others.Keys);
    }

    [Fact]
    public async Task Those_are_found_that_were_told_something_else_last()
    {
        using var bench = new StoreBench();
        var over = Candidate with { Commit = new(new string('d', 40)) };
        await bench.Store.WriteAsync(
            transaction =>
            {
                transaction.Told.Keep(Candidate, new("pull-request", 7, "asked"));
                transaction.Told.Keep(over, new("pull-request", 8, "asked"));
                transaction.Told.Keep(over, new("pull-request", 8, "ended"));
                return true;
            }, TestContext.Current.CancellationToken);

        Assert.Equal([Candidate.Commit], await bench.Store.ReadAsync(reader => reader.Told.OtherThan("openmaxims", "pull-request", "ended"), TestContext.Current.CancellationToken));
    }
}
