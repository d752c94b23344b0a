namespace Custodian.Policies;

/// <summary>Reads <c>service:</c>; all of it may be left out.</summary>
internal static class ServiceReader
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static ServiceSettings Read(YamlSection top)
    {
        var defaults = new ServiceSettings();
        if (top.Section("service") is not { } section) return defaults;

        var settings = new ServiceSettings
        {
            Poll = section.Duration("poll", defaults.Poll, Second, TimeSpan.FromHours(1)),
            Reconcile = section.Duration("reconcile", defaults.Reconcile, Second, TimeSpan.FromMinutes(10)),
            PushTimeout = section.Duration("push-timeout", defaults.PushTimeout, Second, TimeSpan.FromMinutes(10)),
            FetchTimeout = section.Duration("fetch-timeout", defaults.FetchTimeout, Second, TimeSpan.FromHours(2)),
            ChecksAtOnce = section.Integer("checks-at-once", defaults.ChecksAtOnce, 1, 64),
            LogLimit = section.Size("log-limit", defaults.LogLimit, 1 << 10, 100 << 20),
            Data = section.FilePath("data"),
            Urls = Urls(section),
            PublicUrl = PublicUrl(section),
            LedgerKey = section.Secret("ledger-key"),
            LedgerOrigin = Origin(section) ?? defaults.LedgerOrigin,
            Workspaces = section.FilePath("workspaces"),
            LicencePacks = section.FilePath("licence-packs"),
            GitHub = GitHubReader.Read(section),
        };
        section.Close();
        return settings;
    }

    private static string? Urls(YamlSection section)
    {
        if (section.Text("urls") is not { } text) return null;
        if (ListenAddress.AreGood(text.Text)) return text.Text;

        section.Report("urls", $"'urls' is {Quote.Of(text.Text)}: {ListenAddress.Mend}");
        return null;
    }

    private static string? PublicUrl(YamlSection section)
    {
        if (section.Text("public-url") is not { } text) return null;
        if (Uri.TryCreate(text.Text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url is { UserInfo: "", Query: "", Fragment: "" }) return text.Text.TrimEnd('/');

        section.Report("public-url", $"'public-url' is {Quote.Of(text.Text)}: write where people reach the pages, such as https://custodian.example.nhs.uk.");
        return null;
    }

    private static string? Origin(YamlSection section)
    {
        if (section.Text("ledger-origin") is not { } text) return null;
        if (!text.Text.Any(character => char.IsWhiteSpace(character) || character == '+')) return text.Text;

        section.Report("ledger-origin", $"'ledger-origin' is {Quote.Of(text.Text)}: write it without blanks and without '+', such as ledger.example.nhs.uk.");
        return null;
    }
}
