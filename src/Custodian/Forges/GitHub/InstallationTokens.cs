using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Custodian.Rules;

namespace Custodian.Forges.GitHub;

/// <summary>The tokens of the App's installations, each good for an hour; as long as they are good they are kept, in memory alone.</summary>
/// <param name="api">Where the API begins.</param>
internal sealed class InstallationTokens(Uri api, TimeProvider clock)
{
    // Long enough for a request that has begun, with all its retries.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<long, Place> places = new();

    /// <summary>The installation's token; a new one where there is none, or the old one ends soon.</summary>
    /// <param name="refused">A token that GitHub did not take: that one is not given again.</param>
    /// <param name="ask">Sends a request as the App.</param>
    /// <exception cref="ForgeException">GitHub gives none.</exception>
    public async Task<string> GetAsync(long installation, string? refused, Func<HttpRequestMessage, Task<HttpResponseMessage>> ask, CancellationToken stop)
    {
        var place = places.GetOrAdd(installation, _ => new());
        await place.One.WaitAsync(stop);
        try
        {
            if (place.Token is not { } kept || kept.Text == refused || kept.ExpiresAt - clock.GetUtcNow() < Ahead)
            {
                place.Token = kept = await RenewAsync(installation, ask, stop);
            }

            return kept.Text;
        }
        finally
        {
            place.One.Release();
        }
    }

    private async Task<Token> RenewAsync(long installation, Func<HttpRequestMessage, Task<HttpResponseMessage>> ask, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api, $"app/installations/{installation}/access_tokens"));
        GitHubIdentity.App.Mark(request);
        // One token too many is no harm.
        Repeatable.Mark(request);
        using var response = await ask(request);
        if (response.StatusCode != HttpStatusCode.Created) throw await WhyAsync(response, stop);

        try
        {
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(stop);
            if (answer.GetProperty("token").GetString() is { Length: > 0 } text) return new(text, answer.GetProperty("expires_at").GetDateTimeOffset());
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // Told below, without what was read.
        }

        throw GitHubTroubles.Strange();
    }

    private static async Task<ForgeException> WhyAsync(HttpResponseMessage response, CancellationToken stop)
    {
        var said = GitHubTroubles.Said(await response.Content.ReadAsStringAsync(stop));
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => GitHubTroubles.BadKey(said),
            HttpStatusCode.Forbidden when said.Contains("suspended", StringComparison.OrdinalIgnoreCase) => GitHubTroubles.Suspended(),
            HttpStatusCode.NotFound => ForgeException.Lasting("Our App is no longer installed where it was: an owner of the organisation can install it again on GitHub.", Actor.Operator),
            >= HttpStatusCode.InternalServerError => GitHubTroubles.Down((int)response.StatusCode),
            _ => ForgeException.Lasting($"GitHub gives our App no token ({(int)response.StatusCode}: {said}).", Actor.Operator),
        };
    }

    private sealed record Token(string Text, DateTimeOffset ExpiresAt)
    {
        public override string ToString() => $"a token until {ExpiresAt:O}";
    }

    private sealed class Place
    {
        public SemaphoreSlim One { get; } = new(1);

        public Token? Token { get; set; }
    }
}
