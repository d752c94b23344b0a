using System.Text.Json;

namespace Custodian.Forges.GitHub;

/// <summary>Whether a body is one whole JSON text, or empty: what stands between us and GitHub may answer in its place, or cut it off unnoticed.</summary>
internal static class WholeJson
{
    public static async Task<bool> IsAsync(HttpContent content, CancellationToken stop)
    {
        var bytes = await content.ReadAsByteArrayAsync(stop);
        return bytes.Length == 0 || IsWhole(bytes);
    }

    private static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        try
        {
            while (reader.Read())
            {
                // Only its end is of interest.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
