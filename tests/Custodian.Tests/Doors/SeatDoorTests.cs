using System.Net;
using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Attacks;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Custodian.Tests.Policies;
using Xunit;
using static Custodian.Tests.Attacks.AttackBench;

namespace Custodian.Tests.Doors;

/// <summary>Who may sit where, and how well it must be proved, from the door to gold.</summary>
[Collection(nameof(Alone))]
public sealed class SeatDoorTests
{
    private const string Secret = "whsec_b25lLXNlY3JldC1vZi0yNC1ieXRlcyEh";

    private static readonly (string Old, string New) Deputy = ("sthk-director: {", "sthk-deputy: { deputises: [director], keys: [\"{key:sthk-deputy}\"] }\n      sthk-director: {");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_deputises_signs_at_the_door_and_counts_only_where_the_rule_lets_deputies_sit(bool sits)
    {
        await using var bench = await PageBench.StartAsync(Deputy, ("role: director }]", $"role: director, deputies: {(sits ? "true" : "false")} }}]"));
        var candidate = await bench.CandidateAsync();

        await bench.SayAsync(candidate, Taunton);
        await bench.SayAsync(candidate, "sthk-deputy");

        Assert.Equal([Taunton, "sthk-deputy"], bench.Facts<SignOffGiven>(candidate).Select(said => said.Person));
        if (sits)
        {
            await bench.WhyAsync(candidate, "promoted");
            return;
        }

        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing);
        await bench.SayAsync(candidate, Sthk);
        await bench.WhyAsync(candidate, "promoted");
    }

    [Fact]
    public async Task Where_a_rule_asks_for_a_persons_own_signature_their_custodians_system_does_not_fill_the_seat()
    {
        using var secret = new SampleFile(Secret);
        await using var bench = await PageBench.StartAsync(
            ("name: Taunton & Somerset\n", $"name: Taunton & Somerset\n    hook-secret: \"file:{secret.Path}\"\n"), ("role: director }]", "role: director, min-assurance: signed }]"));
        var candidate = await bench.CandidateAsync();

        using (var hook = await bench.HookAsync("taunton", Secret, (await bench.StatementAsync(candidate, Taunton)).ToBytes())) Assert.Equal(HttpStatusCode.Created, hook.StatusCode);
        await bench.SayAsync(candidate, Sthk);

        Assert.Equal(["hook", "ssh"], bench.Facts<SignOffGiven>(candidate).Select(said => said.Door));
        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing);
        await bench.SayAsync(candidate, Taunton);
        await bench.WhyAsync(candidate, "promoted");
    }

    [Fact]
    public async Task A_result_that_has_grown_too_old_is_awaited_and_the_service_runs_the_check_again()
    {
        await using var bench = await PageBench.StartAsync(("run: [\"true\"], sandbox: none", "run: [\"true\"], sandbox: none, good-for: 30d"));
        var candidate = await bench.CandidateAsync();
        await bench.SayAsync(candidate, Taunton);
        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing);
        Assert.Single(bench.Facts<CheckRun>(candidate));

        bench.Clock.Advance(TimeSpan.FromDays(29));
        await bench.StaysOutAsync(candidate, ReasonCode.SignOffMissing);
        Assert.Single(bench.Facts<CheckRun>(candidate));
        bench.Clock.Advance(TimeSpan.FromDays(1));

        var runs = await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<CheckRun>(candidate)), runs => runs.Count > 1);
        Assert.Equal(CheckOutcome.Passed, runs[1].Outcome);
        await bench.SayAsync(candidate, Sthk);
        await bench.WhyAsync(candidate, "promoted");
    }
}
