using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Custodian.EndToEnd.Estates;

namespace Custodian.EndToEnd.Peers;

/// <summary>A hook as GitHub sends it to a <see cref="TestEstate"/>.</summary>
internal static class SignedHook
{
    public static HttpRequestMessage Of(string name, object payload, string? delivery = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(payload);
        var hook = new HttpRequestMessage(HttpMethod.Post, "/hooks/github") { Content = new ByteArrayContent(body) };
        hook.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        hook.Headers.Add("X-GitHub-Delivery", delivery ?? Guid.NewGuid().ToString());
        hook.Headers.Add("X-GitHub-Event", name);
        hook.Headers.Add("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(TestEstate.GitHub), body))}");
        return hook;
    }
}
