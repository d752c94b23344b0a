using System.Net.Http.Headers;
using System.Text;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>One good hook with one thing wrong: each is refused with its mend, and leaves nothing.</summary>
[Collection(nameof(Alone))]
public sealed class GitHubHookRefusalTests(GitHubHookService service) : IClassFixture<GitHubHookService>
{
    private const string Good = """{"repository":{"id":1,"full_name":"a/b"}}""";

    private readonly GitHubHookBench bench = service.Bench;

    [Theory]
    [InlineData("X-Hub-Signature-256", "sha256=0000000000000000000000000000000000000000000000000000000000000000", 401, "signature-wrong", "compare the webhook's secret on GitHub")]
    [InlineData("X-Hub-Signature-256", "sha256=00", 401, "signature-wrong", "followed by 64 hexadecimal digits")]
    [InlineData("X-Hub-Signature-256", "sha256=zz00000000000000000000000000000000000000000000000000000000000000", 401, "signature-wrong", "followed by 64 hexadecimal digits")]
    [InlineData("X-Hub-Signature-256", "sha1=0000000000000000000000000000000000000000", 401, "signature-wrong", "followed by 64 hexadecimal digits")]
    [InlineData("X-Hub-Signature-256", null, 401, "signature-missing", "signed with SHA-1 alone")]
    [InlineData("X-GitHub-Delivery", null, 400, "delivery-malformed", "X-GitHub-Delivery is missing")]
    [InlineData("X-GitHub-Delivery", "a@b/c", 400, "delivery-malformed", "X-GitHub-Delivery is missing")]
    [InlineData("X-GitHub-Event", null, 400, "delivery-malformed", "X-GitHub-Event is missing")]
    [InlineData("X-GitHub-Event", "push to all", 400, "delivery-malformed", "X-GitHub-Event is missing")]
    public async Task A_header_that_is_missing_or_wrong_is_refused(string name, string? value, int status, string type, string says)
    {
        var hook = GitHubHookBench.Hook(Good);
        hook.Headers.Remove(name);
        if (value is not null) hook.Headers.Add(name, value);

        await RefusedAsync(hook, status, type, says);
    }

    [Fact]
    public async Task A_hook_without_any_signature_is_told_where_to_enter_the_secret()
    {
        var hook = GitHubHookBench.Hook(Good);
        hook.Headers.Remove("X-Hub-Signature-256");
        hook.Headers.Remove("X-Hub-Signature");

        await RefusedAsync(hook, 401, "signature-missing", "enter this service's secret");
    }

    [Fact]
    public async Task A_secret_that_is_not_in_use_is_refused() =>
        await RefusedAsync(GitHubHookBench.Hook(Good, secret: "a-secret-of-last-year"), 401, "signature-wrong", "with a secret of this service");

    [Fact]
    public async Task One_byte_that_was_changed_on_the_way_is_refused()
    {
        var hook = GitHubHookBench.Hook(Good);
        var changed = new ByteArrayContent(Encoding.UTF8.GetBytes(Good + "\n"));
        changed.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        hook.Content = changed;

        await RefusedAsync(hook, 401, "signature-wrong", "nothing on the way changes the body");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    public async Task A_form_is_refused_with_the_setting_to_change(string type)
    {
        var hook = GitHubHookBench.Hook($"payload={Uri.EscapeDataString(Good)}");
        hook.Content!.Headers.ContentType = new MediaTypeHeaderValue(type);

        await RefusedAsync(hook, 415, "media-type", "set 'Content type' to application/json");
    }

    [Theory]
    [InlineData("", "no whole JSON")]
    [InlineData("null", "no JSON object")]
    [InlineData("[]", "no JSON object")]
    [InlineData("not JSON", "no whole JSON")]
    [InlineData("""{"repository":{"id":1""", "no whole JSON")]
    [InlineData("{} {}", "no whole JSON")]
    [InlineData("{\"repository\":{\"full_name\":\"\\ud800\"}}", "no UTF-8")]
    public async Task A_signed_body_that_is_no_delivery_is_refused(string body, string says) =>
        await RefusedAsync(GitHubHookBench.Hook(body), 400, "delivery-malformed", says);

    [Theory]
    [InlineData(65)]
    [InlineData(1_000_000)]
    public async Task Deep_JSON_is_refused(int depth) => await RefusedAsync(
        GitHubHookBench.Hook($"{{\"repository\":{new string('[', depth)}{new string(']', depth)}}}"), 400, "delivery-malformed", "nested more than 64 deep");

    [Theory]
    [InlineData(false, (25 << 20) + 1)]
    [InlineData(true, (25 << 20) + 1)]
    [InlineData(false, 31 << 20)]
    public async Task A_body_over_25_MiB_is_refused_whether_or_not_it_says_its_length(bool chunked, int length)
    {
        var hook = GitHubHookBench.Hook(Good);
        HttpContent content = chunked ? new StreamContent(new MemoryStream(new byte[length])) : new ByteArrayContent(new byte[length]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        hook.Content = content;
        hook.Headers.TransferEncodingChunked = chunked;

        await RefusedAsync(hook, 413, "body-too-large", "at most 25 MiB");
    }

    [Fact]
    public async Task A_body_of_just_25_MiB_is_taken() => await bench.FollowAsync(Good.PadRight(25 << 20));

    [Fact]
    public async Task A_commit_message_of_4_MB_is_taken() =>
        await bench.FollowAsync(Good.Replace("}}", $"}},\"head_commit\":{{\"message\":\"{new string('x', 4_000_000)}\"}}}}", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"repository":null}""")]
    [InlineData("""{"repository":{"id":"one","full_name":7}}""")]
    [InlineData("""{"repository":{"id":-1,"full_name":"a/b"}}""")]
    [InlineData("""{"repository":{"id":1e400,"full_name":"a\nb/c"}}""")]
    [InlineData("""{"repository":{"id":99999999999999999999,"full_name":"../.."}}""")]
    [InlineData("""{"repository":[{"id":1}],"action":{"a":1}}""")]
    public async Task A_body_that_names_no_repository_is_finished_without_a_look(string body) => await bench.FollowAsync(body);

    [Fact]
    public async Task A_service_without_a_secret_says_how_its_operator_gives_it_one()
    {
        await using var other = await PageBench.StartAsync();

        using var answer = await other.Client.SendAsync(GitHubHookBench.Hook(Good), TestContext.Current.CancellationToken);

        Assert.Equal(404, (int)answer.StatusCode);
        var told = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("urn:custodian:problem:github-not-configured", told, StringComparison.Ordinal);
        Assert.Contains("hook-secret: env:GITHUB_HOOK_SECRET", told, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(HttpRequestMessage hook, int status, string type, string says)
    {
        var before = bench.Kept();

        var (answered, problem) = await bench.SendAsync(hook);

        Assert.Equal((status, $"urn:custodian:problem:{type}"), (answered, problem.GetProperty("type").GetString()));
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, bench.Kept());
    }
}
