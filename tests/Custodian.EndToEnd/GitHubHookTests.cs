using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>Every hook that GitHub recorded, signed by its own library, in every order: nothing falls over, and the same is known afterwards.</summary>
public sealed class GitHubHookTests
{
    private const int All = 329;

    // push 7, pull_request 29, pull_request_review 4, check_run 9, check_suite 9, status 4, issue_comment 9, installation 7,
    // installation_repositories 3, repository 13, branch_protection_rule 5, ping 4.
    private const int OfUse = 103;

    // GitHub gives up after ten seconds.
    private const int Patience = 10_000;

    [Fact]
    public async Task Every_recorded_hook_is_taken_in_any_order_twice_or_after_it_was_cut_off_and_the_same_is_known_afterwards()
    {
        await using var estate = await TestEstate.ServeAsync(new() { GitHub = "Codertocat/Hello-World" });
        await estate.RestsAsync();
        Assert.Empty(estate.Ledger.Of("candidate-seen", await estate.PushAsync("unseen")));

        var inOrder = await SendAsync(estate, "order", "a");
        Assert.Equal($"200 not-of-use: {All - OfUse}, 202 stored: {OfUse}", inOrder);
        var known = await FinishedAsync(estate, "a");
        Assert.Equal(OfUse + 1, known.Count);
        Assert.Equal("Codertocat/Hello-World 186853002 Codertocat/Hello-World", known[^1]);

        Assert.Equal(inOrder, await SendAsync(estate, "shuffled", "b"));
        Assert.Equal(known, await FinishedAsync(estate, "b"));

        var doubled = await GitHubHooks.SendAsync(estate.Server, "doubled", "c");
        TestContext.Current.TestOutputHelper?.WriteLine($"doubled: {doubled}");
        Assert.InRange(doubled.Slowest, 0, Patience);
        Assert.Equal(2 * (All - OfUse), doubled.Counts["200 not-of-use"]);
        // The second may come before or after the first is finished.
        Assert.Equal(2 * OfUse, doubled.Counts.GetValueOrDefault("200 finished") + doubled.Counts["202 stored"]);
        Assert.InRange(doubled.Counts["202 stored"], OfUse, 2 * OfUse);
        Assert.Equal(known, await FinishedAsync(estate, "c"));
        Assert.Equal($"200 finished: {OfUse}, 200 not-of-use: {All - OfUse}", await SendAsync(estate, "order", "c"));

        Assert.Equal($"400 urn:custodian:problem:delivery-malformed: {All}, 401 urn:custodian:problem:signature-wrong: {All}, cut off: {All}", await SendAsync(estate, "cut", "d"));
        Assert.Single(await FinishedAsync(estate, "d"));
        Assert.Equal(inOrder, await SendAsync(estate, "order", "d"));
        Assert.Equal(known, await FinishedAsync(estate, "d"));

        Assert.Equal("alive", (await estate.Doors.AskAsync("/healthz")).Text);
        Assert.DoesNotContain("\"LogLevel\":\"Error\"", estate.Service.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_GitHub_renames_is_still_looked_at_and_a_stranger_of_its_name_is_not_taken_for_it()
    {
        await using var estate = await TestEstate.ServeAsync(new() { GitHub = "Codertocat/Hello-World" });
        await estate.RestsAsync();
        await PushedAsync(estate, "first", 7, "Codertocat/Hello-World");
        var commit = await estate.PushAsync("unseen");

        await PushedAsync(estate, "renamed", 7, "apperta/openMAXIMS");
        await Eventually.UntilAsync("the commit is seen", Eventually.Patience, () => estate.Ledger.Of("candidate-seen", commit).Count == 1);
        await LogsAsync(estate, "GitHub calls Codertocat/Hello-World apperta/openMAXIMS now (repository 7).");
        await LogsAsync(estate, "a director of every custodian (taunton, sthk, blackpool) has to sign a policy that names the new one");

        await PushedAsync(estate, "stranger", 8, "Codertocat/Hello-World");
        await LogsAsync(estate, "another repository that is called Codertocat/Hello-World now: number 8, not 7. Nothing follows from its hooks; polling goes on.");
    }

    private static async Task PushedAsync(TestEstate estate, string id, long number, string name)
    {
        var body = Encoding.UTF8.GetBytes($$"""{ "repository": { "id": {{number}}, "full_name": "{{name}}" } }""");
        var hook = new HttpRequestMessage(HttpMethod.Post, "/hooks/github") { Content = new ByteArrayContent(body) };
        hook.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        hook.Headers.Add("X-GitHub-Delivery", id);
        hook.Headers.Add("X-GitHub-Event", "push");
        hook.Headers.Add("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(TestEstate.GitHub), body))}");
        Assert.Equal(202, (int)(await estate.Doors.SendAsync(hook)).Status);
        await FinishedAsync(estate, "");
    }

    private static Task LogsAsync(TestEstate estate, string text) =>
        Eventually.UntilAsync($"it logs '{text}'", Eventually.Patience, () => estate.Service.Log.Contains(text, StringComparison.Ordinal));

    private static async Task<string> SendAsync(TestEstate estate, string mode, string prefix)
    {
        var sent = await GitHubHooks.SendAsync(estate.Server, mode, prefix);
        TestContext.Current.TestOutputHelper?.WriteLine($"{mode}: {sent}");
        Assert.InRange(sent.Slowest, 0, Patience);
        return sent.ToString().Split(';')[0];
    }

    // What is kept of one round, without its prefix and its times, once all of it is finished; and what was learnt.
    private static async Task<List<string>> FinishedAsync(TestEstate estate, string prefix)
    {
        await Eventually.UntilAsync("all are finished", Eventually.Patience, () => Rows(estate, "select Id from Delivery where FinishedAt is null").Count == 0);
        return
        [
            .. Rows(estate, $"select concat_ws(' ', substr(Id, 3), Event, Action, RepositoryId, RepositoryName, InstallationId, Extract) from Delivery where Id like '{prefix}-%' order by Id"),
            .. Rows(estate, "select concat_ws(' ', Named, Id, FullName) from ForgeRepository order by Named"),
        ];
    }

    private static List<string> Rows(TestEstate estate, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(estate["service data"], "custodian.db"),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var read = new List<string>();
        while (rows.Read()) read.Add(rows.GetString(0));
        return read;
    }
}
