using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Custodian.Policies;

/// <summary>
/// RFC 8785, the one form in which a JSON document has one digest: keys in UTF-16 order, no blanks, least escapes.
/// Numbers are whole and exact in a double (up to 2^53 - 1 either way); others are refused rather than rounded.
/// </summary>
internal static class CanonicalJson
{
    private const long GreatestNumber = (1L << 53) - 1;

    /// <summary>The document in UTF-8; null is JSON's null.</summary>
    /// <exception cref="FormatException">A number that is not whole or too great, or text with half a surrogate pair.</exception>
    public static byte[] Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>SHA-256 of the document, in hex.</summary>
    public static string Digest(JsonNode? node) => Digest(Write(node));

    public static string Digest(byte[] document) => Convert.ToHexStringLower(SHA256.HashData(document));

    /// <summary>True when the text can be written at all: every surrogate has its pair.</summary>
    public static bool IsText(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at])) continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1])) return false;
            at++;
        }

        return true;
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                AppendAll(text, '{', '}', members.OrderBy(member => member.Key, StringComparer.Ordinal), member =>
                {
                    AppendText(text, member.Key);
                    text.Append(':');
                    Append(text, member.Value);
                });
                break;
            case JsonArray items:
                AppendAll(text, '[', ']', items, item => Append(text, item));
                break;
            case null:
                text.Append("null");
                break;
            default:
                AppendValue(text, node);
                break;
        }
    }

    private static void AppendValue(StringBuilder text, JsonNode value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String: AppendText(text, value.GetValue<string>()); break;
            case JsonValueKind.True: text.Append("true"); break;
            case JsonValueKind.False: text.Append("false"); break;
            case JsonValueKind.Number: text.Append(Whole(value.ToJsonString())); break;
            default: text.Append("null"); break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, char close, IEnumerable<T> parts, Action<T> append)
    {
        text.Append(open);
        var first = true;
        foreach (var part in parts)
        {
            if (!first) text.Append(',');
            first = false;
            append(part);
        }

        text.Append(close);
    }

    private static long Whole(string written) =>
        long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number is >= -GreatestNumber and <= GreatestNumber
            ? number
            : throw new FormatException($"{written} is not a whole number between -(2^53 - 1) and 2^53 - 1.");

    private static void AppendText(StringBuilder text, string value)
    {
        if (!IsText(value)) throw new FormatException("A text has half a surrogate pair, which UTF-8 cannot say.");

        text.Append('"');
        foreach (var character in value)
        {
            text.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }

        text.Append('"');
    }
}
