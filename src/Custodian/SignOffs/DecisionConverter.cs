using System.Text.Json;
using System.Text.Json.Serialization;
using Custodian.Rules;

namespace Custodian.SignOffs;

/// <summary>Reads a decision by its one name: the framework would take "approve, reject" for the two together, which is to reject.</summary>
internal sealed class DecisionConverter : JsonConverter<SignOffDecision>
{
    private static readonly Dictionary<string, SignOffDecision> Names = Enum.GetValues<SignOffDecision>().ToDictionary(Name, StringComparer.Ordinal);

    public override SignOffDecision Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Names.TryGetValue(reader.GetString()!, out var decision) ? decision : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, SignOffDecision value, JsonSerializerOptions options) => writer.WriteStringValue(Name(value));

    private static string Name(SignOffDecision decision) => JsonNamingPolicy.KebabCaseLower.ConvertName(decision.ToString());
}
