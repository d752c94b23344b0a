using System.Net;
using Custodian.Forges.GitHub.Hooks;
using Custodian.Rules;
using Octokit;

namespace Custodian.Forges.GitHub;

/// <summary>What became of the hooks that GitHub sent to our App, as the App itself may ask; it is not tried again by itself ("Handling failed webhook deliveries").</summary>
internal sealed class GitHubDeliveries(GitHubApi api)
{
    // A hundred on each.
    private const int MostPages = 30;

    /// <summary>False: nobody is there to ask as.</summary>
    public bool HasApp => api.AppId is not null;

    /// <summary>Attempts that failed, newest first; of very many the newest.</summary>
    /// <param name="since">Older ones are left out; GitHub keeps three days.</param>
    /// <exception cref="ForgeException">GitHub refused, or cannot be reached.</exception>
    public async Task<IReadOnlyList<HookAttempt>> FailedAsync(DateTimeOffset since, CancellationToken stop)
    {
        var failed = new List<HookAttempt>();
        // A server that does not know 'status' tells of all.
        var first = new Uri("app/hook/deliveries?per_page=100&status=failure", UriKind.Relative);
        try
        {
            var pages = 0;
            await foreach (var told in api.PagesAsync<List<HookAttemptAnswer>>(GitHubIdentity.App, first, stop))
            {
                if (told.Any(one => one is not { Id: > 0, Guid.Length: > 0, Event.Length: > 0 })) throw GitHubTroubles.Strange();

                failed.AddRange(from one in told
                                where one.DeliveredAt >= since && one.StatusCode is not (>= 200 and < 300)
                                select new HookAttempt(one.Id, one.Guid!, one.Event!, one.DeliveredAt, one.Redelivery));
                if (++pages == MostPages || told.Any(one => one.DeliveredAt < since)) break;
            }

            return failed;
        }
        catch (NotFoundException)
        {
            throw ForgeException.Lasting("GitHub knows no webhook of our App: on the App's page on GitHub set 'Webhook' to active, with this service's address and secret.", Actor.Operator);
        }
        catch (ApiException refusal)
        {
            throw GitHubTroubles.Of(refusal, "list the deliveries of our App's webhook");
        }
    }

    /// <summary>Has a hook sent once more, with the same id. Whether it arrives is seen when it does.</summary>
    /// <param name="attempt">Of any attempt to bring it.</param>
    /// <returns>False: GitHub has it no more.</returns>
    /// <exception cref="ForgeException">GitHub refused, or cannot be reached; where the answer was lost it may come all the same.</exception>
    public async Task<bool> AskAgainAsync(long attempt, CancellationToken stop)
    {
        try
        {
            await api.As(GitHubIdentity.App, stop).Connection.Post(new Uri($"app/hook/deliveries/{attempt}/attempts", UriKind.Relative), stop);
            return true;
        }
        catch (ApiException refusal) when (refusal.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
        {
            return false;
        }
        catch (ApiException refusal)
        {
            throw GitHubTroubles.Of(refusal, "have a hook sent again");
        }
    }
}
