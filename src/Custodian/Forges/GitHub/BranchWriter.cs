using Custodian.Rules;
using Octokit;

namespace Custodian.Forges.GitHub;

/// <summary>Makes and deletes branches, and moves none.</summary>
internal sealed class BranchWriter(GitHubApi api, Rounds rounds)
{
    private const string Heads = "refs/heads/";

    /// <exception cref="ForgeException">The branch is elsewhere; or GitHub refused, or cannot be reached.</exception>
    public Task PutAsync(GitHubPlace place, string branch, CommitSha commit, CancellationToken stop) => rounds.RunAsync(
        $"make a branch in {place.FullName}",
        async once =>
        {
            if (await FindAsync(place, branch, once) is not { } there) await MakeAsync(place, branch, commit, once);
            else if (there != commit.ToString()) throw Elsewhere(place, branch, there, commit);
            return branch;
        },
        stop);

    /// <exception cref="ForgeException">GitHub refused, or cannot be reached.</exception>
    public Task DeleteAsync(GitHubPlace place, string branch, CancellationToken stop) => rounds.RunAsync(
        $"delete a branch in {place.FullName}",
        async once =>
        {
            if (await FindAsync(place, branch, once) is not null) await RemoveAsync(place, branch, once);
            return branch;
        },
        stop);

    private async Task<string?> FindAsync(GitHubPlace place, string branch, CancellationToken stop)
    {
        var found = await api.FindAsync<GitRefAnswer>(place.Identity, place.At($"git/ref/heads/{Escaped(branch)}"), stop);
        if (found is null) return null;
        return found.Ref == Heads + branch && found.Object is { Sha.Length: > 0 } at ? at.Sha : throw GitHubTroubles.Strange();
    }

    private async Task MakeAsync(GitHubPlace place, string branch, CommitSha commit, CancellationToken stop)
    {
        try
        {
            await api.As(place.Identity, stop).Connection.Post<GitRefAnswer>(place.At("git/refs"), new NewReference(Heads + branch, commit.ToString()), accepts: null, contentType: null, parameters: null, stop);
        }
        catch (ApiValidationException refusal) when (GitHubTroubles.Says(refusal, "already exists"))
        {
            throw ForgeException.Passing($"Branch {branch} of {place.FullName} has just been made by somebody else; GitHub is asked again where it is.", inner: refusal);
        }
    }

    private async Task RemoveAsync(GitHubPlace place, string branch, CancellationToken stop)
    {
        try
        {
            await api.As(place.Identity, stop).Connection.Delete(place.At($"git/refs/heads/{Escaped(branch)}"));
        }
        catch (ApiValidationException refusal) when (GitHubTroubles.Says(refusal, "does not exist"))
        {
            // Somebody was faster, or it was us: a lost answer's request is sent again.
        }
    }

    private static ForgeException Elsewhere(GitHubPlace place, string branch, string there, CommitSha commit) => ForgeException.Lasting(
        $"Branch {branch} of {place.FullName} is at {there[..Math.Min(there.Length, 8)]} and not at {commit.Abbreviated}, and we move no branch: whoever may write there has to delete it.", Actor.Operator);

    // Its parts stay parts of the address.
    private static string Escaped(string branch) => string.Join('/', branch.Split('/').Select(Uri.EscapeDataString));
}
