using Custodian.EndToEnd.Estates;
using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>Who changes their mind at the last moment: what the ledger has before the intent counts, and what comes after it is told to be too late.</summary>
public sealed class WithdrawalTests
{
    private const int Rounds = 10;

    private static readonly Signatory Last = Signatory.All[^1];

    private static readonly Signatory Doubter = Signatory.Directors[0];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Withdrawn_while_gold_is_being_moved_it_is_recorded_and_told_to_be_too_late(bool bySignature)
    {
        await using var estate = await FaultEstate.MakeAsync(new() { Poll = "59m" });
        await estate.StartAsync();
        await estate.AdoptAsync();
        var commit = await estate.PushAsync();
        await estate.Doors.SeenAsync(commit, FaultEstate.Soon);
        using var aim = new Aim(estate.Bare(), "pre-receive");
        await estate.ApproveAsync(commit);
        await aim.ReachedAsync(estate);

        var receipt = await estate.Doors.VoteAsync(Doubter, commit, "withdraw", bySignature);

        Assert.Equal($"Too late to count, unless the remote does not take it: gold is being moved to {commit[..8]} just now.", receipt.Note);
        var recorded = Assert.Single(estate.Ledger.Of("sign-off", commit), vote => vote["decision"] == "withdraw");
        Assert.Equal((receipt.Seq, Doubter.Person), (recorded.Seq, recorded["person"]));
        Assert.True(recorded.Seq > Assert.Single(estate.Ledger.Of("promotion-intended", commit)).Seq);
        Assert.Empty(estate.Ledger.Of("promoted"));

        aim.Release();
        await estate.GoldAsync(commit);
        await estate.CheckAsync();
    }

    [Fact]
    public async Task Attack_34_withdrawn_in_the_moment_of_the_last_approval_it_counts_exactly_when_the_ledger_has_it_before_the_intent()
    {
        await using var estate = await FaultEstate.MakeAsync(new() { Poll = "59m" });
        await estate.StartAsync();
        var gold = await estate.AdoptAsync();
        var tooLate = 0;

        for (var round = 0; round < Rounds; round++)
        {
            var commit = await AllButApprovedAsync(estate);

            // Both at once; every other time the withdrawal sets out when the approval is answered, and the gate decides.
            var (approval, withdrawal) = (await estate.Doors.StatementAsync(Last, commit, "approve"), await estate.Doors.StatementAsync(Doubter, commit, "withdraw"));
            var approving = estate.Doors.SendAsync(Last, approval);
            if (round % 2 == 1) await approving;
            var withdrawn = await estate.Doors.SendAsync(Doubter, withdrawal);
            var both = Math.Max((await approving).Seq, withdrawn.Seq);
            await Eventually.UntilAsync(
                "the commit is gold, or judged once more after both votes",
                FaultEstate.Soon,
                () => estate.Ledger.Of("promoted", commit).Count > 0 || estate.Ledger.Of("verdict", commit)[^1] is var verdict && verdict.Seq > both && verdict["verdict"] == "hold",
                () => estate.Log);

            var counted = !estate.Ledger.Of("promotion-intended", commit).Any(intent => intent.Seq < withdrawn.Seq);
            Assert.Equal(counted, withdrawn.Note is null);
            Assert.Equal(counted, estate.Ledger.Of("promotion-intended", commit).Count == 0);
            if (!counted)
            {
                Assert.StartsWith("Too late to count", withdrawn.Note, StringComparison.Ordinal);
                (gold, tooLate) = (commit, tooLate + 1);
            }

            await estate.GoldAsync(gold);
        }

        await estate.CheckAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{tooLate} of {Rounds} withdrawals came too late");
    }

    // Its check has passed and everyone but the last has approved: the next vote decides.
    private static async Task<string> AllButApprovedAsync(FaultEstate estate)
    {
        var commit = await estate.PushAsync();
        await estate.Doors.SeenAsync(commit, FaultEstate.Soon);
        foreach (var one in Signatory.All.SkipLast(1)) await estate.Doors.VoteAsync(one, commit);
        await Eventually.UntilAsync(
            "only the last approval is missing",
            FaultEstate.Soon,
            () => estate.Ledger.Of("verdict", commit) is [.., var verdict] && verdict.Body["reasons"]!.AsArray().Count == 1,
            () => estate.Log);
        return commit;
    }
}
