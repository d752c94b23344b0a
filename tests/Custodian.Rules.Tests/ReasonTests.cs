using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

public class ReasonTests
{
    // One history for every code that there is.
    private static readonly Dictionary<string, Facts> Examples = new()
    {
        [ReasonCode.PolicyEmpty] = Ready.Ask(policy => policy with { Checks = [] }),
        [ReasonCode.PolicyUnreadable] = Ready with { NextPolicy = new() { Number = 2, Problem = "custodian.yaml:3:1: 'rolls' is not known" } },
        [ReasonCode.PolicyAwaited] = Ready with { NextPolicy = new() { Number = 2, Awaited = ["sthk"] } },
        [ReasonCode.PolicyNotAdopted] = Ready with { PolicyAdopted = false },
        [ReasonCode.NotAdopted] = Ready with { GoldLine = [] },
        [ReasonCode.Frozen] = Ready with { Frozen = "somebody else moved gold." },
        [ReasonCode.NotFastForward] = Ready with { DescendsFromGold = false },
        [ReasonCode.NotOnSource] = Ready with { OnSource = false },
        [ReasonCode.SubjectUnknown] = Ready with { Subject = null },
        [ReasonCode.CheckNotRun] = Ready with { Checks = [] },
        [ReasonCode.CheckFailed] = Ready.And(Result("tests", CheckOutcome.Failed)),
        [ReasonCode.CheckTimedOut] = Ready.And(Result("tests", CheckOutcome.TimedOut)),
        [ReasonCode.CheckKilled] = Ready.And(Result("tests", CheckOutcome.Killed)),
        [ReasonCode.CheckNoReport] = Ready.And(Result("tests", CheckOutcome.NoReport)),
        [ReasonCode.CheckErrored] = Ready.And(Result("tests", CheckOutcome.Errored)),
        [ReasonCode.Vetoed] = Ready.And(SignOff("sthk-director", decision: SignOffDecision.Reject)),
        [ReasonCode.SignOffMissing] = Ready with { SignOffs = [] },
        [ReasonCode.SeatVacant] = Ready with { Contributors = ["sthk-director"] },
        [ReasonCode.Soaking] = Ready with { FirstSeen = Now },
        [ReasonCode.MergeGoldFirst] = Ready with { DescendsFromGold = false, GoldIsUrgent = true },
        [ReasonCode.CheckExpired] = Ready.Check("tests", check => check with { GoodFor = TimeSpan.FromDays(30) }),
        [ReasonCode.CheckRetrying] = Ready.Check("tests", check => check with { Retries = 1 }).And(Result("tests", CheckOutcome.Failed)),
        [ReasonCode.WaiverExpired] = Ready.And(Result("tests", CheckOutcome.Failed)) with { Waivers = [WaiverOf("tests") with { Until = Now }] },
        [ReasonCode.OutsideWindow] = Ready.Ask(policy => policy with { Windows = Weekdays }) with { Local = Now.DateTime },
        [ReasonCode.LocalTimeUnknown] = Ready.Ask(policy => policy with { Windows = Weekdays }),
        [ReasonCode.ChangesUnknown] = Ready.And(new SignOffRule.Any { Role = "finance", Count = 1, When = new() { FilesOver = 10 } }),
        [ReasonCode.PusherUnknown] = Ready.And(new SignOffRule.Any { Role = "finance", Count = 1, NotBy = [NotBy.Pusher] }),
    };

    public static TheoryData<string> Codes => [.. Reasons.Codes];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_is_given_with_a_whole_sentence_and_who_can_act(string code)
    {
        var reasons = Gate.Decide(Examples[code]).Reasons;

        Assert.Contains(reasons, reason => reason.Code == code);
        Assert.All(reasons, Reasons.AreWhole);
    }

    [Fact]
    public void Codes_are_kebab_case_and_differ()
    {
        Assert.Equal(Reasons.Codes, Reasons.Codes.Distinct());
        Assert.All(Reasons.Codes, code => Assert.Matches("^[a-z]+(-[a-z]+)*$", code));
    }

    [Theory]
    [InlineData("taunton", "director", "taunton: director")]
    [InlineData("operator", null, "operator")]
    public void An_actor_is_written_as_party_and_role(string party, string? role, string text) =>
        Assert.Equal(text, new Actor(party, role).ToString());
}
