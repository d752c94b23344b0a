using Custodian.Rules;
using Octokit;

namespace Custodian.Forges.GitHub;

/// <summary>Asks people for their reviews. GitHub refuses a request whole for one person whom it asks for none.</summary>
internal sealed class ReviewRequester(GitHubApi api, Rounds rounds)
{
    /// <exception cref="ForgeException">GitHub asks some of them for none, and all the others; or it refused, or cannot be reached.</exception>
    public Task RequestAsync(GitHubPlace place, long number, IReadOnlyList<string> logins, CancellationToken stop) => rounds.RunAsync(
        $"ask for reviews in {place.FullName}",
        async once =>
        {
            await RoundAsync(place, number, logins, once);
            return number;
        },
        stop);

    private async Task RoundAsync(GitHubPlace place, long number, IReadOnlyList<string> logins, CancellationToken stop)
    {
        var there = await api.FindAsync<PullRequestAnswer>(place.Identity, place.At($"pulls/{number}"), stop) ?? throw PullRequestWriter.NotThere(place, number);
        if (!there.IsOpen) return;

        string[] asked = [.. there.Requested.Select(who => who.Login)];
        string[] surplus = [.. asked.Except(logins, StringComparer.OrdinalIgnoreCase)];
        if (surplus.Length > 0) await api.As(place.Identity, stop).Connection.Delete(Requested(place, number), PullRequestReviewRequest.ForReviewers(surplus));

        var refused = await AskAsync(place, number, [.. logins.Except(asked, StringComparer.OrdinalIgnoreCase)], stop);
        if (refused.Count == 0) return;

        throw ForgeException.Lasting(
            $"GitHub does not ask {string.Join(", ", refused.Select(one => one.Login))} for a review of #{number} in {place.FullName} ({refused[0].Why}); everybody else is asked. An owner of the repository can make them collaborators there.", Actor.Operator);
    }

    // Whom GitHub did not ask.
    private async Task<List<(string Login, string Why)>> AskAsync(GitHubPlace place, long number, string[] logins, CancellationToken stop)
    {
        if (logins.Length == 0 || await TryAskAsync(place, number, logins, stop) is not { } trouble) return [];
        if (logins.Length == 1) return [(logins[0], trouble)];

        var refused = new List<(string, string)>();
        foreach (var login in logins)
        {
            if (await TryAskAsync(place, number, [login], stop) is { } why) refused.Add((login, why));
        }

        return refused;
    }

    // Null: they are asked, all of them.
    private async Task<string?> TryAskAsync(GitHubPlace place, long number, string[] logins, CancellationToken stop)
    {
        try
        {
            await api.As(place.Identity, stop).Connection.Post<PullRequestAnswer>(Requested(place, number), PullRequestReviewRequest.ForReviewers(logins), accepts: null, contentType: null, parameters: null, stop);
            return null;
        }
        catch (ApiValidationException refusal)
        {
            return GitHubTroubles.Said(refusal);
        }
    }

    private static Uri Requested(GitHubPlace place, long number) => place.At($"pulls/{number}/requested_reviewers");
}
