using System.Text;
using System.Text.Json;
using Custodian.EndToEnd.Estates;
using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd.Peers;

/// <summary>GitHub's hooks as they were recorded in the npm package <c>@octokit/webhooks-examples</c>, signed by <c>@octokit/webhooks-methods</c>.</summary>
/// <param name="Counts">How many were answered how: "202 stored".</param>
/// <param name="Slowest">Milliseconds until the slowest answer.</param>
internal sealed record GitHubHooks(IReadOnlyDictionary<string, int> Counts, int Slowest)
{
    /// <summary>Sends all of them.</summary>
    /// <param name="mode"><c>order</c>, <c>shuffled</c>, <c>doubled</c> or <c>cut</c>; see the script.</param>
    /// <param name="prefix">Of the deliveries' ids.</param>
    public static async Task<GitHubHooks> SendAsync(string server, string mode, string prefix)
    {
        var peers = Path.Combine(Built.Sources, "tests", "peers");
        if (!Directory.Exists(Path.Combine(peers, "node_modules", "@octokit", "webhooks-examples"))) Peer.NotRun<string>("GitHub's recorded hooks", "them with scripts/peers");

        const string Seed = "20261122";
        var sent = await new ProgramRunner("tests").RunAsync(
            new()
            {
                Program = Peer.Require("node", install: "nodejs"),
                Arguments = [Path.Combine(peers, "send-hooks.mjs"), $"{server}/hooks/github", mode, prefix, Seed],
                Input = Encoding.UTF8.GetBytes(TestEstate.GitHub),
                Timeout = TimeSpan.FromMinutes(3),
            },
            TestContext.Current.CancellationToken);
        Assert.True(sent.Succeeded, sent.Error);
        return JsonSerializer.Deserialize<GitHubHooks>(sent.Output, JsonSerializerOptions.Web)!;
    }

    public override string ToString() => $"{string.Join(", ", Counts.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}: {one.Value}"))}; slowest {Slowest} ms";
}
