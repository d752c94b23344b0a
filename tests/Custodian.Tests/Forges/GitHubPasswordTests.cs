using System.Net;
using Custodian.Forges;
using Xunit;

namespace Custodian.Tests.Forges;

/// <summary>What git is let in with.</summary>
public sealed class GitHubPasswordTests
{
    private readonly CancellationToken stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_installations_token_is_given_and_GitHub_is_asked_once_whose_it_is()
    {
        using var github = new ScriptedGitHub(ScriptedGitHub.Found);

        Assert.Equal(ScriptedGitHub.Token(1), await github.Passwords.OfAsync("OWNER/NAME", null, stop));
        Assert.Equal(ScriptedGitHub.Token(1), await github.Passwords.OfAsync("owner/name", null, stop));

        Assert.Equal([$"GET {ScriptedGitHub.Api}repos/OWNER/NAME/installation"], github.Sent.Select(one => one.Asked));
    }

    [Fact]
    public async Task One_that_was_refused_is_not_given_again_and_the_installation_may_be_another_one()
    {
        using var github = new ScriptedGitHub(ScriptedGitHub.Found);
        var first = await github.Passwords.OfAsync("OWNER/NAME", null, stop);

        Assert.Equal(ScriptedGitHub.Token(2), await github.Passwords.OfAsync("OWNER/NAME", first, stop));

        Assert.Equal(2, github.Sent.Count);
    }

    [Fact]
    public async Task Where_the_App_is_not_installed_there_is_none()
    {
        using var github = new ScriptedGitHub(_ => ScriptedGitHub.Json("""{"message":"Not Found"}""", HttpStatusCode.NotFound));

        Assert.Null(await github.Passwords.OfAsync("OWNER/NAME", null, stop));
    }

    [Fact]
    public async Task A_persons_token_is_given_as_it_is_until_it_is_refused()
    {
        using var github = new ScriptedGitHub(ScriptedGitHub.Found, token: "ghp_of-a-person");

        Assert.Equal("ghp_of-a-person", await github.Passwords.OfAsync("OWNER/NAME", null, stop));
        var told = await Assert.ThrowsAsync<ForgeException>(() => github.Passwords.OfAsync("OWNER/NAME", "ghp_of-a-person", stop));

        Assert.False(told.Passes);
        Assert.DoesNotContain("ghp_", told.Message, StringComparison.Ordinal);
        Assert.Empty(github.Sent);
    }
}
