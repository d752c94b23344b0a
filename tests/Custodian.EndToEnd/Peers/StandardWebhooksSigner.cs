using System.Globalization;
using System.Text;
using System.Text.Json;
using Custodian.EndToEnd.Estates;
using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd.Peers;

/// <summary>Signs hooks with the npm package <c>standardwebhooks</c>, which we did not write.</summary>
internal static class StandardWebhooksSigner
{
    /// <summary>The headers for a body: <c>webhook-id</c>, <c>webhook-timestamp</c>, <c>webhook-signature</c>.</summary>
    /// <param name="secret">The shared secret, <c>whsec_…</c>.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="timestamp">When it is sent; to the second.</param>
    /// <param name="body">UTF-8 text; the package signs text.</param>
    public static async Task<IReadOnlyDictionary<string, string>> SignAsync(
        string secret, string id, DateTimeOffset timestamp, ReadOnlyMemory<byte> body)
    {
        var seconds = timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = await RunAsync([secret, id, seconds], body);
        Assert.True(signed.Succeeded, signed.Error);
        return JsonSerializer.Deserialize<Dictionary<string, string>>(signed.Output)!;
    }

    public static Task<IReadOnlyDictionary<string, string>> SignAsync(
        string secret, string id, DateTimeOffset timestamp, string body) =>
        SignAsync(secret, id, timestamp, Encoding.UTF8.GetBytes(body));

    private static Task<ProgramResult> RunAsync(string[] arguments, ReadOnlyMemory<byte> body)
    {
        // The script runs where npm put the package, beside the sources.
        var project = Path.Combine(Built.Sources, "tests", "Custodian.EndToEnd");
        if (!Directory.Exists(Path.Combine(project, "node_modules", "standardwebhooks")))
            Peer.NotRun<string>("standardwebhooks", "it with scripts/peers");

        return new ProgramRunner("tests").RunAsync(
            new()
            {
                Program = Peer.Require("node", install: "nodejs"),
                Arguments = [Path.Combine(project, "Peers", "sign-webhook.mjs"), .. arguments],
                Input = body,
                Timeout = TimeSpan.FromMinutes(1),
            },
            TestContext.Current.CancellationToken);
    }
}
