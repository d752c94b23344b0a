using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Xunit;

namespace Custodian.Tests.Store;

/// <summary>What votes on motions, and the waivers that they grant, are worth later.</summary>
public sealed class MotionVoteTests : IDisposable
{
    private static readonly string Digest = new('1', 64);
    private static readonly string Rules = new('2', 64);
    private static readonly string OtherRules = new('3', 64);

    private readonly StoreBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SignOffDecision.Approve, SignOffDecision.Withdraw)]
    [InlineData(SignOffDecision.Reject, SignOffDecision.Reject)]
    public async Task An_approval_under_other_rules_is_awaited_again_and_a_rejection_stands(SignOffDecision said, SignOffDecision counts)
    {
        await bench.Store.WriteAsync(transaction => transaction.Append(new SignOffGiven
        {
            At = transaction.Now, Repository = StoreBench.Repository, SubjectKind = SubjectKind.Deviation, Subject = Digest, Person = "taunton-director", Custodian = "taunton",
            Role = Motion.Role, Decision = said, Rules = Rules, StatedAt = transaction.Now, Statement = new('4', 64), Door = "hook",
        }), Stop);

        Task<MotionVote> CountAsync(string inForce) => bench.ReadAsync(reader => Assert.Single(Votes.On(reader, StoreBench.Repository, null, SubjectKind.Deviation, Digest, -1, inForce)));
        Assert.Equal(said, (await CountAsync(Rules)).Decision);
        Assert.Equal(counts, (await CountAsync(OtherRules)).Decision);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public void What_has_ended_excuses_nothing_though_the_clock_was_set_back_since(int hours)
    {
        var ended = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        StoredFact[] facts =
        [
            new(1, new ExceptionGranted { At = ended.AddDays(-1), Repository = StoreBench.Repository, What = SubjectKind.Deviation, Check = "tests", Until = ended.AddDays(9), Digest = Digest, Policy = Rules }),
            new(2, new ExceptionEnded { At = ended, Repository = StoreBench.Repository, Digest = Digest, Person = "taunton-director" }),
        ];

        Assert.False(ended.AddHours(hours) < Assert.Single(new Exceptions(facts, [], ended.AddHours(hours)).Deviations).Until);
    }

    public void Dispose() => bench.Dispose();
}
