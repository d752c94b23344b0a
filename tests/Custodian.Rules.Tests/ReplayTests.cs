using System.Text.Json;
using System.Text.Json.Serialization;
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
            Assert.Equal(saved, JsonSerializer.Serialize(read, way));
        }
    }

    [Fact]
    public void A_rule_of_an_unknown_kind_is_refused_and_not_passed_over()
    {
        var saved = JsonSerializer.Serialize(Ready, Ways[0]).Replace("\"each-custodian\"", "\"nobody\"", StringComparison.Ordinal);

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Facts>(saved, Ways[0]));
    }
}
