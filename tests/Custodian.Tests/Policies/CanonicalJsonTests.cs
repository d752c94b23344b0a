using System.Text;
using System.Text.Json.Nodes;
using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

public sealed class CanonicalJsonTests
{
    private static string Written(string json) => Encoding.UTF8.GetString(CanonicalJson.Write(JsonNode.Parse(json)));

    // RFC 8785 §3.2.2 without its fractions, §3.2.3 and appendix B's whole numbers.
    [Theory]
    [InlineData("""{ "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] }""", """{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}""")]
    [InlineData("""{ "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis" }""",
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}")]
    [InlineData("[0, -0, 9007199254740991, -9007199254740991]", "[0,0,9007199254740991,-9007199254740991]")]
    [InlineData("\"\\b\\t\\n\\f\\r\\u0000\\u001f\\u007f\"", "\"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\"")]
    [InlineData("{ \"b\": {}, \"a\": [ ] }", "{\"a\":[],\"b\":{}}")]
    [InlineData("null", "null")]
    public void A_document_has_one_form(string json, string canonical) => Assert.Equal(canonical, Written(json));

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e2")]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    [InlineData("1e400")]
    public void Numbers_that_a_double_could_round_are_refused(string json) => Assert.Throws<FormatException>(() => Written(json));

    [Fact]
    public void Half_a_surrogate_pair_is_refused() => Assert.Throws<FormatException>(() => CanonicalJson.Write(JsonValue.Create("\ud83d")));

    [Fact]
    public void Numbers_made_in_code_are_written_too() =>
        Assert.Equal("[1,2]", Encoding.UTF8.GetString(CanonicalJson.Write(new JsonArray(1, 2L))));
}
