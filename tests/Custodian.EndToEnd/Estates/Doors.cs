using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Custodian.EndToEnd.Estates;

/// <summary>A service's HTTP doors.</summary>
internal sealed class Doors(string url) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new(url), Timeout = TimeSpan.FromMinutes(1) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => http.Dispose();

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request) return await Answer.OfAsync(await http.SendAsync(request, Stop), Stop);
    }

    public async Task<Answer> AskAsync(string path) => await SendAsync(new(HttpMethod.Get, path));

    /// <summary>What must be there.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        var answer = await AskAsync(path);
        Assert.True((int)answer.Status == 200, $"{path}: {answer}");
        return answer.Json;
    }

    public async Task<Answer> PostAsync(string path, JsonNode? body = null) =>
        await SendAsync(new(HttpMethod.Post, path) { Content = body is null ? null : new StringContent(body.ToJsonString(), null, "application/json") });

    /// <summary>The exact bytes that the service gives a person to sign.</summary>
    public async Task<byte[]> StatementAsync(
        string repository, string person, string? commit, string decision = "approve", string subject = "commit")
    {
        var query = $"repository={repository}&person={person}&role={People.RoleOf(person)}&decision={decision}&subject={subject}";
        if (commit is not null) query += $"&commit={commit}";
        using var answer = await http.GetAsync($"/api/v1/statement?{query}", Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        return await answer.Content.ReadAsByteArrayAsync(Stop);
    }

    /// <summary>How many jobs there are in each state, all at one instant.</summary>
    public async Task<(int Scheduled, int Enqueued, int Processing)> JobsAsync()
    {
        string[] names = ["scheduled:count", "enqueued:count-or-null", "processing:count"];
        var form = new FormUrlEncodedContent(names.Select(name => KeyValuePair.Create("metrics[]", name)));
        var answer = await SendAsync(new(HttpMethod.Post, "/jobs/stats") { Content = form });
        Assert.True((int)answer.Status == 200, answer.ToString());
        // Whatever it does not know it leaves out: that must not be taken for nothing to do.
        int Count(string name) => (int)(answer.Json[name]?["intValue"] ?? throw new InvalidDataException($"The dashboard counts no {name}: {answer.Text}"));
        return (Count(names[0]), Count(names[1]), Count(names[2]));
    }

    public Task<Answer> SendSignedAsync(byte[] statement, string signature) =>
        PostAsync("/api/v1/sign-offs", JsonSerializer.SerializeToNode(new { statement, signature }));
}
