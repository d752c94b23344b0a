using System.Net;
using Custodian.Forges;
using Custodian.Forges.GitHub;
using Xunit;

namespace Custodian.Tests.Forges;

/// <summary>What our client makes of GitHub's refusals and oddities while it writes pull requests, comments and branches.</summary>
public sealed class PullRequestWritingTests
{
    private const string Marker = "<!-- custodian -->";

    private static readonly ForgePullRequestDraft Draft = new("custodian/candidate/a", "gold", "Promote", "What changed.");

    private readonly CancellationToken stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pull_request_of_which_GitHub_tells_late_is_found_and_no_second_one_opened()
    {
        var listed = 0;
        using var github = new ScriptedGitHub(request =>
            request.Method == HttpMethod.Post ? Refused("A pull request already exists for OWNER:custodian/candidate/a.")
            : ScriptedGitHub.Json(++listed == 1 ? "[]" : $"[{Pull(7, 42)}]"));

        Assert.Equal(7, await github.Forge.PutPullRequestAsync(ScriptedGitHub.Repository, Draft, stop));

        Assert.Single(github.Writes);
    }

    [Fact]
    public async Task A_forks_pull_request_from_a_branch_of_that_name_is_not_ours()
    {
        using var github = new ScriptedGitHub(request => ScriptedGitHub.Json(request.Method == HttpMethod.Post ? Pull(8, 42) : $"[{Pull(6, 43)},{Pull(7, null)}]"));

        Assert.Equal(8, await github.Forge.PutPullRequestAsync(ScriptedGitHub.Repository, Draft, stop));
    }

    [Fact]
    public async Task Other_line_ends_and_blanks_around_are_no_difference()
    {
        using var github = new ScriptedGitHub(_ => ScriptedGitHub.Json($"[{Pull(7, 42, body: "One\\r\\nTwo")}]"));

        await github.Forge.PutPullRequestAsync(ScriptedGitHub.Repository, Draft with { Title = "Promote ", Body = "One\nTwo\n" }, stop);

        Assert.Empty(github.Writes);
    }

    [Fact]
    public async Task A_refusal_that_lasts_is_told_with_GitHubs_words()
    {
        using var github = new ScriptedGitHub(request => request.Method == HttpMethod.Post ? Refused("No commits between gold and custodian/candidate/a") : ScriptedGitHub.Json("[]"));

        var told = await Assert.ThrowsAsync<ForgeException>(() => github.Forge.PutPullRequestAsync(ScriptedGitHub.Repository, Draft, stop));

        Assert.False(told.Passes);
        Assert.Contains("No commits between", told.Message, StringComparison.Ordinal);
        Assert.Single(github.Writes);
    }

    [Fact]
    public async Task A_branch_that_somebody_else_makes_at_that_moment_is_looked_at_again()
    {
        var asked = 0;
        using var github = new ScriptedGitHub(request =>
            request.Method == HttpMethod.Post ? Refused("Reference already exists")
            : ++asked == 1 ? ScriptedGitHub.Json("{}", HttpStatusCode.NotFound)
            : ScriptedGitHub.Json($$"""{"ref":"refs/heads/a/b","object":{"sha":"{{ScriptedGitHub.Commit}}"} }"""));

        await github.Forge.PutBranchAsync(ScriptedGitHub.Repository, "a/b", new(ScriptedGitHub.Commit), stop);

        Assert.Single(github.Writes);
    }

    [Fact]
    public async Task A_commit_that_was_never_pushed_there_is_the_developers_to_push()
    {
        using var github = new ScriptedGitHub(request => request.Method == HttpMethod.Post ? Refused("Object does not exist") : ScriptedGitHub.Json("{}", HttpStatusCode.NotFound));

        var told = await Assert.ThrowsAsync<ForgeException>(() => github.Forge.PutBranchAsync(ScriptedGitHub.Repository, "a/b", new(ScriptedGitHub.Commit), stop));

        Assert.Equal((false, Custodian.Rules.Actor.Developer), (told.Passes, told.Who));
    }

    [Fact]
    public async Task The_newest_of_two_comments_of_ours_is_kept_up_to_date()
    {
        using var github = new ScriptedGitHub(request =>
            request.RequestUri!.AbsolutePath.EndsWith("/app", StringComparison.Ordinal) ? ScriptedGitHub.Json("""{"slug":"custodian"}""")
            : ScriptedGitHub.Json(request.Method == HttpMethod.Get ? $"[{Comment(1, "custodian[bot]")},{Comment(2, "Custodian[bot]")},{Comment(3, "other[bot]")}]" : Comment(2, "custodian[bot]")));

        Assert.Equal(2, await github.Forge.PutCommentAsync(ScriptedGitHub.Repository, 5, Marker, "New", known: null, stop));

        Assert.EndsWith("/issues/comments/2", Assert.Single(github.Sent, one => one.Asked.StartsWith("PATCH ", StringComparison.Ordinal)).Asked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("custodian")]
    [InlineData("<!-- a -->\n")]
    [InlineData("<!-- a --> b -->")]
    [InlineData("<!-- a")]
    [InlineData("<!-->")]
    public async Task A_marker_that_people_would_see_is_none(string marker)
    {
        using var github = new ScriptedGitHub(_ => ScriptedGitHub.Json("[]"));

        await Assert.ThrowsAsync<ArgumentException>(() => github.Forge.PutCommentAsync(ScriptedGitHub.Repository, 5, marker, "New", known: null, stop));
    }

    [Fact]
    public void A_text_that_is_too_long_is_cut_with_a_sentence_that_says_so()
    {
        Assert.Equal(new string('a', 65_536), GitHubTexts.Body(new('a', 65_536)));

        var cut = GitHubTexts.Body(new('a', 65_537));

        Assert.Equal(65_536, cut.Length);
        Assert.EndsWith("*This is cut here: GitHub takes no more.*", cut, StringComparison.Ordinal);
        Assert.Equal(256, GitHubTexts.PullRequestTitle(new('a', 257)).Length);
        // It is the same when it is there.
        Assert.True(GitHubTexts.Same(cut, GitHubTexts.Body(new('a', 65_537))));
    }

    private static HttpResponseMessage Refused(string why) =>
        ScriptedGitHub.Json($$"""{"message":"Validation Failed","errors":[{"code":"custom","message":"{{why}}"}]}""", HttpStatusCode.UnprocessableEntity);

    private static string Comment(int id, string login) => $$"""{"id":{{id}},"user":{"id":9,"login":"{{login}}","type":"Bot"},"body":"{{Marker}}\nOld"}""";

    private static string Pull(int number, int? headRepository, string body = "What changed.") =>
        $$"""{"number":{{number}},"title":"Promote","body":"{{body}}","state":"open","head":{"ref":"custodian/candidate/a","repo":{{(headRepository is { } id ? $"{{\"id\":{id}}}" : "null")}} },"base":{"ref":"gold"} }""";
}
