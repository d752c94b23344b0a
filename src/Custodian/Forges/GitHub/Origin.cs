namespace Custodian.Forges.GitHub;

internal static class Origin
{
    /// <summary>True where both have one scheme, host and port (RFC 6454).</summary>
    public static bool Same(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
