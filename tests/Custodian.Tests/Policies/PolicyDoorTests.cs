using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Custodian.Policies;
using Custodian.Tests.Checks;
using Custodian.Tests.Ledger;
using Xunit;

namespace Custodian.Tests.Policies;

[Collection(nameof(Alone))]
public sealed class PolicyDoorTests : IAsyncLifetime
{
    private LedgerService service = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => service = await LedgerService.StartAsync();

    public async ValueTask DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public async Task The_adopted_policy_is_given_byte_for_byte_so_that_its_digest_can_be_computed()
    {
        var digest = service.Get<Configuration>().PolicyDigest;

        var document = await service.Http.GetByteArrayAsync(new Uri($"/api/v1/policies/{digest}", UriKind.Relative), Stop);

        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(document)));
    }

    [Fact]
    public async Task A_policy_that_nobody_adopted_is_not_there() =>
        await RefusesAsync(HttpMethod.Get, $"/api/v1/policies/{new string('0', 64)}", null, HttpStatusCode.NotFound, "not-found", "was adopted here");

    [Fact]
    public async Task Where_no_policy_is_proposed_there_is_nothing_to_vote_on() =>
        await RefusesAsync(HttpMethod.Get, "/api/v1/statement?subject=policy&person=taunton-director&role=director&decision=approve", null, HttpStatusCode.Conflict, "not-proposed", "No policy is proposed");

    [Theory]
    [InlineData("/api/v1/statement?repository=openmaxims&role=director&decision=approve", "The parameter 'person' is missing.")]
    [InlineData("/api/v1/ledger/proof?index=first", "The parameter 'index' cannot be read.")]
    public async Task A_parameter_that_is_missing_or_unreadable_is_named(string path, string detail) =>
        await RefusesAsync(HttpMethod.Get, path, null, HttpStatusCode.BadRequest, "parameters", detail);

    [Fact]
    public async Task A_body_of_another_type_is_told_which_type_is_read() =>
        await RefusesAsync(HttpMethod.Post, "/api/v1/sign-offs", "hello", HttpStatusCode.UnsupportedMediaType, "media-type", "Content-Type: application/json");

    [Fact]
    public async Task A_path_that_is_not_there_says_where_all_paths_stand() =>
        await RefusesAsync(HttpMethod.Get, "/api/v1/nothing", null, HttpStatusCode.NotFound, "not-found", "/openapi/v1.json");

    private async Task RefusesAsync(HttpMethod method, string path, string? body, HttpStatusCode status, string type, string saying)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "text/plain");
        using var answer = await service.Http.SendAsync(request, Stop);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"urn:custodian:problem:{type}", (string?)problem["type"]);
        Assert.Contains(saying, (string?)problem["detail"], StringComparison.Ordinal);
    }
}
