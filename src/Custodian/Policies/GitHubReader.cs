namespace Custodian.Policies;

/// <summary>Reads <c>service: github:</c>.</summary>
internal static class GitHubReader
{
    private const string ApiMend = "write https://api.github.com, or https://HOST/api/v3 for GitHub Enterprise Server.";

    public static GitHubSettings Read(YamlSection service)
    {
        var defaults = new GitHubSettings();
        if (service.Section("github") is not { } section) return defaults;

        var settings = new GitHubSettings
        {
            Api = Api(section) ?? defaults.Api,
            App = App(section),
            PrivateKey = section.Secret("private-key"),
            Token = section.Secret("token"),
            HookSecrets = section.Secrets("hook-secret"),
        };
        if (section.Has("app") != section.Has("private-key"))
        {
            section.Report(section.Has("app") ? "app" : "private-key", "'app' and 'private-key' go together: write both, or neither.");
        }

        if (section.Has("token") && (section.Has("app") || section.Has("private-key")))
        {
            section.Report("token", "'token' is for a service without an App: remove it, or 'app' and 'private-key'.");
        }

        if (settings.HookSecrets.Count > 2) section.Report("hook-secret", "'hook-secret' takes two secrets at most, the new one and the old one: remove the others.");
        section.Close();
        return settings;
    }

    private static long? App(YamlSection section)
    {
        if (section.Text("app") is not { } text) return null;
        if (text.Text.All(char.IsAsciiDigit) && long.TryParse(text.Text, out var number) && number > 0) return number;

        section.Problems.Add(text.At, $"'app' is {Quote.Of(text.Text)}: write the number that GitHub shows as 'App ID' on the App's page.");
        return null;
    }

    private static Uri? Api(YamlSection section)
    {
        if (section.Text("api") is not { } text) return null;
        if (WhyNot(text.Text, out var api) is not { } why) return api;

        // It is not quoted: it may hold a password.
        section.Problems.Add(text.At, $"'api' {why}.");
        return null;
    }

    private static string? WhyNot(string text, out Uri? api)
    {
        var mend = ApiMend[..^1];
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out api) || api.Scheme is not ("https" or "http") || api.Host.Length == 0) return $"is no address: {mend}";
        // A token goes there with every request.
        if (api.Scheme == "http" && !api.IsLoopback) return "is not encrypted: use https:// (http:// is for this machine alone, such as http://127.0.0.1:4001)";
        if (api.UserInfo.Length > 0) return "has a user or password in it: take it out, and name a token with 'token'";
        if (api.Query.Length > 0 || api.Fragment.Length > 0 || text.Contains('?') || text.Contains('#')) return $"has '?' or '#' in it: {mend}";
        return api.Host is "github.com" or "www.github.com" ? $"is GitHub's site and not its API: {mend}" : null;
    }
}
