using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Custodian.Store.Facts;

/// <summary>Times as RFC 3339 in UTC with a Z; anything without an offset is refused.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public static string Write(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    /// <exception cref="JsonException">There is no such time.</exception>
    public static DateTimeOffset Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            // What this class wrote, in nearly every case; read many times for every decision.
            if (!reader.HasValueSequence && !reader.ValueIsEscaped && reader.ValueSpan is [.., (byte)'Z'] && reader.ValueSpan.Length > 19 && reader.TryGetDateTimeOffset(out var fast)) return fast;
            if (reader.GetString() is { } text && TryParse(text, out var time)) return time;
        }

        throw new JsonException("a time is written as RFC 3339: 2026-11-22T10:00:00Z");
    }

    /// <summary>Reads RFC 3339 with its offset, <c>2026-11-22T10:00:00Z</c>; nothing else is a moment.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        var good = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out time) && HasOffset(text);
        time = good ? time.ToUniversalTime() : default;
        return good;
    }

    /// <summary>Reads what this class wrote.</summary>
    public static DateTimeOffset Parse(string written) => DateTimeOffset.Parse(written, CultureInfo.InvariantCulture);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Write(value));

    private static bool HasOffset(string text) =>
        text.Length > 19 && text[10] == 'T' && (text[^1] == 'Z' || text[^6] is '+' or '-');
}
