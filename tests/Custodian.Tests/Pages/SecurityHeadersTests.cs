using System.Net;
using Xunit;

namespace Custodian.Tests.Pages;

public sealed class SecurityHeadersTests
{
    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/style.css", HttpStatusCode.OK)]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/nothing-here", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/statement?repository=x", HttpStatusCode.BadRequest)]
    public async Task Every_answer_forbids_scripts_frames_and_guessing(string path, HttpStatusCode status)
    {
        await using var bench = await PageBench.StartAsync();

        using var answer = await bench.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Fact]
    public async Task The_page_is_never_kept_and_the_style_is_asked_for_again()
    {
        await using var bench = await PageBench.StartAsync();

        using var page = await bench.Client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        using var style = await bench.Client.GetAsync(new Uri("/style.css", UriKind.Relative), TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/style.css");
        request.Headers.IfNoneMatch.Add(style.Headers.ETag!);
        using var again = await bench.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.True(page.Headers.CacheControl!.NoStore);
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        Assert.Equal("text/css; charset=utf-8", style.Content.Headers.ContentType!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Only_the_jobs_dashboard_may_run_scripts_of_its_own()
    {
        await using var bench = await PageBench.StartAsync();

        using var jobs = await bench.Client.GetAsync(new Uri("/jobs", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, jobs.StatusCode);
        var policy = Assert.Single(jobs.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
    }
}
