using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Custodian.Store.Facts;

/// <summary>How facts are written and read: camelCase, kebab-case choices, RFC 3339 UTC times, nothing for null.</summary>
internal static class FactJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = 16,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false), new UtcTimeConverter() },
    };

    public static byte[] Write(FactBody fact) => JsonSerializer.SerializeToUtf8Bytes(fact, Options);

    /// <exception cref="JsonException">The bytes are not a fact of a known kind.</exception>
    public static FactBody Read(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize<FactBody>(body, Options) ?? throw new JsonException("a fact is never null");
}
