using Custodian.Releases;
using Custodian.Rules;

namespace Custodian.Commands;

/// <summary>The release that a person asked for.</summary>
/// <param name="Commit">The only commit that may be signed for; null: gold as it stands.</param>
/// <param name="ClonePath">Where the digest of the contents is computed again; null: the server's word is taken for it.</param>
internal sealed record ReleaseOrder(string Repository, string Version, CommitSha? Commit, string Person, string? ClonePath)
{
    /// <summary>What a new proposal is labelled with.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    public string Path => $"api/v1/releases/{Uri.EscapeDataString(Repository)}/{Uri.EscapeDataString(Version)}";

    /// <returns>Null where nobody has proposed it.</returns>
    public async Task<ReleaseView?> FindAsync(ServerClient server, CancellationToken stop)
    {
        try
        {
            return await server.GetAsync<ReleaseView>(Path, stop);
        }
        catch (ServerRefusalException none) when (none.Type == "not-found")
        {
            return null;
        }
    }
}
