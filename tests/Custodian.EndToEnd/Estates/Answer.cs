using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Custodian.EndToEnd.Estates;

/// <summary>What a door answered.</summary>
internal sealed record Answer(HttpStatusCode Status, string? MediaType, string Text)
{
    /// <exception cref="System.Text.Json.JsonException">It is not JSON.</exception>
    public JsonNode Json => JsonNode.Parse(Text)!;

    public static async Task<Answer> OfAsync(HttpResponseMessage message, CancellationToken stop)
    {
        using (message) return new(message.StatusCode, message.Content.Headers.ContentType?.MediaType, await message.Content.ReadAsStringAsync(stop));
    }

    /// <summary>It is an RFC 9457 problem of that type.</summary>
    public void AssertProblem(string type, int status)
    {
        Assert.True(status == (int)Status, $"{status} was expected: {this}");
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal($"urn:custodian:problem:{type}", (string?)Json["type"]);
        Assert.Equal(status, (int)Json["status"]!);
        Assert.False(string.IsNullOrWhiteSpace((string?)Json["title"]));
        Assert.False(string.IsNullOrWhiteSpace((string?)Json["detail"]));
    }
}
