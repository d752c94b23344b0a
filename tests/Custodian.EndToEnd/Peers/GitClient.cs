using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd.Peers;

/// <summary>A developer's plain git.</summary>
/// <param name="environment">What it needs to reach a server: the server's <c>ClientEnvironment</c>.</param>
internal sealed class GitClient(IReadOnlyDictionary<string, string>? environment = null)
{
    private static readonly Dictionary<string, string> Developer = new()
    {
        ["GIT_AUTHOR_NAME"] = "Developer",
        ["GIT_AUTHOR_EMAIL"] = "developer@example.nhs.uk",
        ["GIT_COMMITTER_NAME"] = "Developer",
        ["GIT_COMMITTER_EMAIL"] = "developer@example.nhs.uk",
    };

    private readonly ProgramRunner runner = new("tests");

    /// <summary>Longest wait for one call; 1 minute unless said otherwise.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Runs git and gives back how it ended, whatever that is.</summary>
    public Task<ProgramResult> TryAsync(string folder, params string[] arguments) =>
        runner.RunAsync(
            new()
            {
                Program = Peer.Require("git", install: "git"),
                Arguments = arguments,
                WorkingFolder = folder,
                Environment = IsolatedGit.Environment.Concat(Developer).Concat(environment ?? new Dictionary<string, string>())
                    .ToDictionary(),
                Timeout = Timeout,
            },
            TestContext.Current.CancellationToken);

    /// <summary>Runs git, which must succeed, and gives back its output without the last line end.</summary>
    public async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var result = await TryAsync(folder, arguments);
        Assert.True(result.Succeeded, $"git {string.Join(' ', arguments)}: exit {result.ExitCode}\n{result.Error}");
        return result.Output.TrimEnd('\n');
    }
}
