using Custodian.Forges;
using Custodian.Forges.GitHub;
using Custodian.Policies;
using Custodian.Tests.Forges;

namespace Custodian.EndToEnd.Forges;

/// <summary>Our client, a wire that can fail, and a clock on which nothing takes long.</summary>
internal sealed class GitHubBench : IDisposable
{
    private readonly GitHubApi api;

    public GitHubBench(GitHubSettings settings)
    {
        Wire = new(GitHubApi.Wire());
        api = new(settings, Clock, Wire);
        Forge = new GitHubForge(api, Clock);
    }

    public HastyClock Clock { get; } = new();

    public FaultyWire Wire { get; }

    public IForge Forge { get; }

    /// <summary>As the App.</summary>
    public static GitHubBench Of(GitHubPeer peer) => new(new() { Api = peer.Api, App = GitHubPeer.App, PrivateKey = Secret(peer.Key) });

    public static SecretReference Secret(string path) => SecretReference.TryParse(new($"file:{path}", Position.Start), new("custodian.yaml"))!;

    public void Dispose() => api.Dispose();
}
