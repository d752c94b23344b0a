namespace Custodian.Policies;

/// <summary>Where the service listens: one address, or several.</summary>
internal static class ListenAddress
{
    public const string Mend = "write an address such as http://127.0.0.1:5080, several with ';' between.";

    public static bool AreGood(string text) => text.Split(';').All(IsGood);

    // '*' and '+' stand for every host, which Uri does not read.
    private static bool IsGood(string text) =>
        Uri.TryCreate(text.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri is { PathAndQuery: "/", UserInfo: "", Fragment: "" };
}
