namespace Custodian.Forges.GitHub;

/// <summary>Which requests may be sent twice though their first answer was lost.</summary>
internal static class Repeatable
{
    private static readonly HttpRequestOptionsKey<bool> Key = new("custodian.repeatable");

    public static void Mark(HttpRequestMessage request) => request.Options.Set(Key, true);

    /// <summary>True of what only reads, of what is idempotent by HTTP (RFC 9110, 9.2.2), and of what was marked.</summary>
    public static bool Is(HttpRequestMessage request) =>
        Reads(request) || request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete || (request.Options.TryGetValue(Key, out var marked) && marked);

    public static bool Reads(HttpRequestMessage request) => request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;
}
