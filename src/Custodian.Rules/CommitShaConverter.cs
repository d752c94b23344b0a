using System.Text.Json;
using System.Text.Json.Serialization;

namespace Custodian.Rules;

/// <summary>Writes a commit id as the string that git prints and reads nothing else.</summary>
public sealed class CommitShaConverter : JsonConverter<CommitSha>
{
    /// <inheritdoc/>
    public override CommitSha Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && CommitSha.TryParse(reader.GetString(), out var commit)
            ? commit
            : throw new JsonException("a full commit id is 40 lower-case hexadecimal digits");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CommitSha value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
