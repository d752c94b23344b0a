using System.Globalization;
using System.Text;
using System.Text.Json;
using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd.Peers;

/// <summary>Signs and checks hooks with the npm package <c>standardwebhooks</c>, which we did not write.</summary>
internal static class StandardWebhooksSigner
{
    private const int Genuine = 0;
    private const int Refused = 3;

    /// <summary>The headers for a body: <c>webhook-id</c>, <c>webhook-timestamp</c>, <c>webhook-signature</c>.</summary>
    /// <param name="secret">The shared secret, <c>whsec_…</c>.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="timestamp">When it is sent; to the second.</param>
    /// <param name="body">UTF-8 text; the package signs text.</param>
    public static async Task<IReadOnlyDictionary<string, string>> SignAsync(
        string secret, string id, DateTimeOffset timestamp, ReadOnlyMemory<byte> body)
    {
        var seconds = timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = await RunAsync("sign-webhook.mjs", [secret, id, seconds], body);
        Assert.True(signed.Succeeded, signed.Error);
        return JsonSerializer.Deserialize<Dictionary<string, string>>(signed.Output)!;
    }

    public static Task<IReadOnlyDictionary<string, string>> SignAsync(
        string secret, string id, DateTimeOffset timestamp, string body) =>
        SignAsync(secret, id, timestamp, Encoding.UTF8.GetBytes(body));

    /// <summary>True where the package accepts the body with these headers; it takes the time from the system's clock.</summary>
    public static async Task<bool> VerifyAsync(
        string secret, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body)
    {
        var verified = await RunAsync("verify-webhook.mjs", [secret, JsonSerializer.Serialize(headers)], body);
        Assert.True(verified.ExitCode is Genuine or Refused, verified.Error);
        return verified.ExitCode == Genuine;
    }

    private static Task<ProgramResult> RunAsync(string script, string[] arguments, ReadOnlyMemory<byte> body)
    {
        var project = ProjectFolder();
        if (!Directory.Exists(Path.Combine(project, "node_modules", "standardwebhooks")))
            Peer.NotRun<string>("standardwebhooks", "it with scripts/peers");

        return new ProgramRunner("tests").RunAsync(
            new()
            {
                Program = Peer.Require("node", install: "nodejs"),
                Arguments = [Path.Combine(project, "Peers", script), .. arguments],
                Input = body,
                Timeout = TimeSpan.FromMinutes(1),
            },
            TestContext.Current.CancellationToken);
    }

    // The scripts run where npm put the package, beside the sources.
    private static string ProjectFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Custodian.EndToEnd.csproj"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Custodian.EndToEnd.csproj.");
    }
}
