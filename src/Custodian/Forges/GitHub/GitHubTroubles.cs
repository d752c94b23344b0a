using System.Net;
using System.Text.Json;
using Custodian.Rules;
using Octokit;

namespace Custodian.Forges.GitHub;

/// <summary>What GitHub's refusals mean, in a sentence for whoever can act.</summary>
internal static class GitHubTroubles
{
    private const int LongestQuote = 200;

    /// <summary>Calls GitHub, and tells its refusal.</summary>
    /// <param name="what">What is to be done, as in "GitHub does not let us …".</param>
    /// <exception cref="ForgeException">GitHub refused, or cannot be reached.</exception>
    public static async Task<T> ToldAsync<T>(string what, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (ApiException refusal)
        {
            throw Of(refusal, what);
        }
    }

    /// <param name="what">What was to be done, as in "GitHub does not let us …".</param>
    public static ForgeException Of(ApiException refusal, string what) => refusal.StatusCode switch
    {
        HttpStatusCode.Unauthorized => BadKey(Said(refusal)),
        HttpStatusCode.Forbidden when Says(refusal, "suspended") => Suspended(),
        HttpStatusCode.Forbidden => ForgeException.Lasting($"GitHub does not let us {what} ({Said(refusal)}): an owner of the organisation has to grant our App that permission, or to accept its new permissions, on GitHub.", Actor.Operator, refusal),
        HttpStatusCode.NotFound => ForgeException.Lasting($"GitHub does not let us {what}: the repository is gone, or no longer visible to us. An owner of the organisation can add it to the App's installation.", Actor.Operator, refusal),
        HttpStatusCode.UnprocessableEntity when Says(refusal, "No commit found") || Says(refusal, "Object does not exist") => ForgeException.Lasting($"GitHub does not let us {what}: it does not have the commit. Push it to that repository.", Actor.Developer, refusal),
        >= HttpStatusCode.InternalServerError => Down((int)refusal.StatusCode, refusal),
        _ => ForgeException.Lasting($"GitHub does not let us {what} ({(int)refusal.StatusCode}: {Said(refusal)}).", Actor.Operator, refusal),
    };

    public static ForgeException BadKey(string said) => ForgeException.Lasting(
        $"GitHub does not take our key or token ({said}): see that 'app' and 'private-key' (or 'token') under service: github: are those that GitHub shows, and that this machine's clock is right.", Actor.Operator);

    public static ForgeException Suspended() => ForgeException.Lasting(
        "Our App's installation is suspended: an owner of the organisation can let it work again, under 'Installed GitHub Apps'.", Actor.Operator);

    public static ForgeException Down(int status, Exception? inner = null) => ForgeException.Passing($"GitHub has trouble of its own just now ({status}); it is asked again.", inner: inner);

    public static ForgeException Strange(Exception? inner = null) => ForgeException.Passing("GitHub's answer was not what it promises; it is asked again.", inner: inner);

    /// <summary>GitHub's own words, short and on one line.</summary>
    public static string Said(ApiException refusal) => OneLine(refusal.ApiError is { } error ? string.Join("; ", (error.Errors ?? []).Select(one => one.Message).Prepend(error.Message).Where(text => !string.IsNullOrWhiteSpace(text))) : refusal.Message);

    /// <summary>GitHub's own words from an answer's body, short and on one line.</summary>
    public static string Said(string body)
    {
        try
        {
            using var read = JsonDocument.Parse(body);
            if (read.RootElement.ValueKind == JsonValueKind.Object && read.RootElement.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String) return OneLine(message.GetString()!);
        }
        catch (JsonException)
        {
            // A page of HTML, or nothing.
        }

        return "without a reason";
    }

    /// <summary>True where GitHub gave these words as its reason.</summary>
    public static bool Says(ApiException refusal, string words) => Said(refusal).Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string OneLine(string text)
    {
        var line = string.Concat(text.Take(LongestQuote).Select(character => char.IsControl(character) || char.IsSurrogate(character) ? ' ' : character)).Trim();
        return line.Length == 0 ? "without a reason" : line;
    }
}
