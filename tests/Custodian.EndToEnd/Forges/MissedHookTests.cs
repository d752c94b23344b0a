using Custodian.EndToEnd.Estates;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>Hooks that GitHub could not bring while the service was down; a fake of GitHub's deliveries whose answers GitHub's own description vouches for.</summary>
public sealed class MissedHookTests(GitHubPeer peer) : IClassFixture<GitHubPeer>
{
    [Fact]
    public async Task What_did_not_arrive_is_asked_for_at_the_next_start_and_followed_and_nothing_else_is()
    {
        await using var estate = await TestEstate.AdoptedAsync(new()
        {
            GitHub = "IMS-MAXIMS/openMAXIMS",
            GitHubApp = [$"api: \"{peer.Api.ToString().TrimEnd('/')}\"", $"app: {GitHubPeer.App}", $"private-key: \"file:{peer.Key}\""],
        });
        await estate.RestsAsync();
        await peer.HasDeliveriesAsync(
            $"{estate.Server}/hooks/github", TestEstate.GitHub,
            Hook("older-than-three-days", "push", 503, minutes: (3 * 24 * 60) + 5),
            Hook("not-answered", "push", 0, minutes: 40),
            Hook("refused", "push", 503, minutes: 30),
            Hook("of-no-use", "star", 503, minutes: 20),
            Hook("arrived", "push", 202, minutes: 10));

        await estate.RestartAsync();

        await Eventually.BecomesAsync(() => Task.FromResult(Finished(estate)), finished => finished is ["not-answered", "refused"], "both are followed", more: () => estate.Service.Log);
        await estate.RestsAsync();
        Assert.Equal(2, (await peer.RequestsAsync()).Count(request => request.StartsWith("POST /app/hook/deliveries/", StringComparison.Ordinal)));
        Assert.Equal(["not-answered", "refused"], Finished(estate));
        Assert.Empty(await peer.ViolationsAsync());

        // What has arrived is asked for no more, though GitHub still says that it once did not.
        await estate.RestartAsync();
        await estate.RestsAsync();
        Assert.Equal(2, (await peer.RequestsAsync()).Count(request => request.StartsWith("POST /app/hook/deliveries/", StringComparison.Ordinal)));
        Assert.Contains("GET /app/hook/deliveries", await peer.RequestsAsync());
    }

    private static object Hook(string guid, string name, int status, int minutes) =>
        new { guid, @event = name, status_code = status, minutes_ago = minutes, payload = new { repository = new { id = 186853002, full_name = "IMS-MAXIMS/openMAXIMS" } } };

    private static List<string> Finished(TestEstate estate)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(estate["service data"], "custodian.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select Id from Delivery where FinishedAt is not null order by Id";
        using var rows = command.ExecuteReader();
        var ids = new List<string>();
        while (rows.Read()) ids.Add(rows.GetString(0));
        return ids;
    }
}
