using System.Net;
using Custodian.Forges;
using Xunit;

namespace Custodian.Tests.Forges;

public sealed class InstallationTokenTests
{
    private readonly CancellationToken stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_of_any_length_is_kept_and_renewed_before_its_hour_ends()
    {
        using var github = new ScriptedGitHub(ScriptedGitHub.Found);

        await github.Forge.FindAsync("OWNER/NAME", stop);
        github.Clock.Advance(TimeSpan.FromMinutes(54));
        await github.Forge.FindAsync("OWNER/NAME", stop);
        Assert.Equal(1, github.Tokens);
        github.Clock.Advance(TimeSpan.FromMinutes(2));
        await github.Forge.FindAsync("OWNER/NAME", stop);

        Assert.Equal([ScriptedGitHub.Token(1), ScriptedGitHub.Token(1), ScriptedGitHub.Token(2)], github.Sent.Where(one => !one.Asked.EndsWith("/installation", StringComparison.Ordinal)).Select(one => one.Bearer));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_renewed_once_and_the_write_is_sent_once_more()
    {
        var refused = 0;
        using var github = new ScriptedGitHub(request =>
            request.Method == HttpMethod.Get ? ScriptedGitHub.Json("""{"check_runs":[]}""")
            : request.Headers.Authorization!.Parameter == ScriptedGitHub.Token(1) && refused++ == 0 ? ScriptedGitHub.Json("""{"message":"Bad credentials"}""", HttpStatusCode.Unauthorized)
            : ScriptedGitHub.Json("""{"id":9}""", HttpStatusCode.Created));

        Assert.Equal(9, await github.Forge.PutCheckRunAsync(ScriptedGitHub.Repository, SampleRun.Of(ScriptedGitHub.Commit, "x"), null, stop));

        Assert.Equal((2, 2), (github.Tokens, github.Writes.Count));
    }

    [Fact]
    public async Task A_second_refusal_is_told_to_who_can_act()
    {
        using var github = new ScriptedGitHub(request => request.RequestUri!.AbsolutePath.EndsWith("/installation", StringComparison.Ordinal)
            ? ScriptedGitHub.Found(request)
            : ScriptedGitHub.Json("""{"message":"Bad credentials"}""", HttpStatusCode.Unauthorized));

        var told = await Assert.ThrowsAsync<ForgeException>(() => github.Forge.FindAsync("OWNER/NAME", stop));

        Assert.False(told.Passes);
        Assert.Contains("Bad credentials", told.Message, StringComparison.Ordinal);
        Assert.Equal(2, github.Tokens);
    }

    [Fact]
    public async Task A_suspended_installation_is_told_as_such()
    {
        using var github = new ScriptedGitHub(_ => ScriptedGitHub.Json("""{"id":7,"suspended_at":"2026-01-01T00:00:00Z"}"""));

        var told = await Assert.ThrowsAsync<ForgeException>(() => github.Forge.FindAsync("OWNER/NAME", stop));

        Assert.Contains("suspended", told.Message, StringComparison.Ordinal);
        Assert.False(told.Passes);
    }

    [Fact]
    public async Task A_persons_token_is_sent_instead_of_an_Apps()
    {
        using var github = new ScriptedGitHub(ScriptedGitHub.Found, token: "github_pat_11AAA\n");

        var found = await github.Forge.FindAsync("OWNER/NAME", stop);

        Assert.Equal(("OWNER/NAME", null), (found?.FullName, found?.InstallationId));
        Assert.Equal([($"GET {ScriptedGitHub.Api}repos/OWNER/NAME", "github_pat_11AAA", null)], github.Sent);
    }

    [Fact]
    public async Task Of_many_at_once_one_asks_for_the_token()
    {
        using var github = new ScriptedGitHub(ScriptedGitHub.Found);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => github.Forge.FindAsync("OWNER/NAME", stop)));

        Assert.Equal(1, github.Tokens);
    }
}
