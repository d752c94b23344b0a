using System.Text.Json;
using System.Text.Json.Serialization;
using CsCheck;
using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>Facts that were saved beside a verdict give that verdict again.</summary>
public class ReplayTests
{
    // The second leaves nulls out and names choices, as the store does.
    private static readonly JsonSerializerOptions[] Ways =
    [
        new(JsonSerializerDefaults.Web),
        new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.Strict,
            MaxDepth = 16,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        },
    ];

    public static TheoryData<string> Stories => [.. Told.Keys];

    private static readonly Dictionary<string, Facts> Told = new()
    {
        ["ready"] = Ready,
        ["contents unknown"] = Ready with { Subject = null },
        ["frozen"] = Ready with { Frozen = "somebody else moved gold." },
        ["signed before there was gold"] = Ready.Change("sthk-director", signOff => signOff with { Gold = null }),
        ["without an expiry"] = Ready.Ask(policy => policy with { SignOffsExpire = null, AuthorMaySign = true }),
        ["a term of office and keys"] = Ready.People("sthk",
            Person("sthk-director", Director) with { From = new(2015, 1, 1), Until = new(2026, 11, 22), Keys = ["ssh-ed25519 AAAA"] }),
        ["the whole language"] = Ready.Ask(policy => policy with
        {
            Gate = "standard",
            Urgent = true,
            Veto = [Director],
            Windows = Weekdays with { Closed = [new(2026, 12, 25)] },
            Escalate = [new(TimeSpan.FromDays(3), ["sthk-director"])],
            Associates = [Person("patient", "patient-voice")],
            Custodians = [.. policy.Custodians.Select(custodian => custodian with { From = new(2015, 1, 1), Until = new(2030, 12, 31) })],
            Checks = [.. policy.Checks, new("walkthrough", "walkthrough-1") { Attested = new(SafetyOfficer) { Of = ["taunton"], MinAssurance = Assurance.Hook }, Advisory = true, After = ["tests"], IsDeterministic = true, Retries = 2, GoodFor = TimeSpan.FromDays(30), DeferFor = TimeSpan.FromDays(7) }],
            SignOffs =
            [
                .. policy.SignOffs,
                new SignOffRule.OneOf
                {
                    From = new(2026, 1, 1), Until = new(2026, 12, 31),
                    When = new() { Paths = ["STHK/**"], IgnoreGenerated = true, FilesOver = 1, LinesOver = 2, Gates = ["standard"], Labels = ["major"] },
                    Parts = [new SignOffRule.AllOf { Parts = [new SignOffRule.EachCustodian { Role = Director, Count = 2, Of = ["sthk"], MinAssurance = Assurance.Signed, NotBy = [NotBy.Pusher, NotBy.AnotherSeat], Expire = TimeSpan.FromDays(7), Deputies = true }] }],
                },
            ],
        }).People("sthk", Person("sthk-director", Director) with { Deputises = [SafetyOfficer], Keys = ["ssh-ed25519 AAAA"], KeyTerms = [new("ssh-ed25519 AAAA", new(2020, 1, 1), null)] })
            .And(Result("tests", CheckOutcome.Failed) with { RecordedAt = Now, Findings = ["one"] }) with
        {
            Authors = ["developer"], Committers = [], Pushers = ["developer"], Labels = ["major"], GoldIsUrgent = true, Local = Now.DateTime.AddHours(1),
            Changes = new() { Files = 3, GeneratedFiles = 1, Lines = 30, GeneratedLines = 1, Matches = [new("STHK/**", 2, 1, "STHK/Ward.java")] },
            Waivers = [WaiverOf("tests"), WaiverOfFinding("tests", "one")], Deviations = [DeviationOf("tests")], Attestations = [GateAttestationTests.Word("taunton-cso") with { Role = SafetyOfficer }],
        },
        ["rejected"] = Ready.And(Result("tests", CheckOutcome.NoReport)).And(SignOff("sthk-director", decision: SignOffDecision.Reject)),
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public void Saved_facts_give_the_same_verdict_again(string story)
    {
        foreach (var way in Ways)
        {
            var saved = JsonSerializer.Serialize(Told[story], way);

            var read = JsonSerializer.Deserialize<Facts>(saved, way)!;

            Assert.Equal(Say.Of(Gate.Decide(Told[story])), Say.Of(Gate.Decide(read)));
            Assert.Equal(JsonSerializer.Serialize(Gate.Explain(Told[story])), JsonSerializer.Serialize(Gate.Explain(read)));
            Assert.Equal(saved, JsonSerializer.Serialize(read, way));
        }
    }

    [Fact]
    public void Random_histories_are_judged_the_same_after_being_saved() => Histories.Any.Sample(facts =>
    {
        // An outcome that has no name cannot be written by name.
        if (facts.Checks.Any(run => !Enum.IsDefined(run.Outcome))) return;
        foreach (var way in Ways)
        {
            var read = JsonSerializer.Deserialize<Facts>(JsonSerializer.Serialize(facts, way), way)!;
            Assert.Equal(Say.Of(Gate.Decide(facts)), Say.Of(Gate.Decide(read)));
        }
    }, iter: 300, print: GateProperties.Print);

    [Fact]
    public void A_rule_of_an_unknown_kind_is_refused_and_not_passed_over()
    {
        var saved = JsonSerializer.Serialize(Ready, Ways[0]).Replace("\"each-custodian\"", "\"nobody\"", StringComparison.Ordinal);

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Facts>(saved, Ways[0]));
    }
}
