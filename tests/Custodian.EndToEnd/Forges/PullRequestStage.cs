using Custodian.Forges;
using Custodian.Rules;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>Our client before GitHub's emulator, and a candidate's branch of its own for each test.</summary>
internal sealed class PullRequestStage(GitHubPeer peer) : IAsyncDisposable
{
    private const string Name = "IMS-MAXIMS/openMAXIMS";

    public GitHubBench Bench { get; } = GitHubBench.Of(peer);

    public IForge Forge => Bench.Forge;

    public CancellationToken Stop { get; } = TestContext.Current.CancellationToken;

    public string Branch { get; } = $"custodian/candidate/{Guid.NewGuid()}";

    public ForgePullRequestDraft Draft => new(Branch, "main", "Promote a candidate", "What changed since gold.");

    /// <summary>How many requests that change something left.</summary>
    public int Writes => Bench.Wire.Sent.Count(one => !one.StartsWith("GET ", StringComparison.Ordinal) && !one.EndsWith("/access_tokens", StringComparison.Ordinal));

    public async Task<ForgeRepository> FindAsync() => (await Forge.FindAsync(Name, Stop))!;

    /// <summary>Makes the branch.</summary>
    public async Task<(ForgeRepository Repository, CommitSha Commit)> WithBranchAsync()
    {
        var (repository, commit) = (await FindAsync(), new CommitSha(await peer.CommitAsync()));
        await Forge.PutBranchAsync(repository, Branch, commit, Stop);
        return (repository, commit);
    }

    /// <summary>Makes the branch and a pull request from it.</summary>
    public async Task<(ForgeRepository Repository, long Number)> OpenedAsync()
    {
        var (repository, _) = await WithBranchAsync();
        return (repository, await Forge.PutPullRequestAsync(repository, Draft, Stop));
    }

    public async Task<ForgePullRequest> ShownAsync(ForgeRepository repository, long number) => (await Forge.FindPullRequestAsync(repository, number, Stop))!;

    /// <summary>Every request must have been one that GitHub's description allows.</summary>
    public async ValueTask DisposeAsync()
    {
        Bench.Dispose();
        Assert.Empty(await peer.ViolationsAsync());
    }
}
