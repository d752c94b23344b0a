using Custodian.Releases;
using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>An intent that a dead process left open is settled by what the remote says, whatever the votes say.</summary>
[Collection(nameof(Alone))]
public class ReleaseIntentTests
{
    [Fact]
    public async Task Where_our_tag_stands_it_is_a_release_though_a_vote_is_missing_by_now()
    {
        await using var release = await ReleaseBench.StartAsync();
        var view = await ProposedAsync(release);
        var tag = await release.PutTagAsync(view.Tag);

        await IntendAsync(release, view);

        Assert.Equal(tag, (await release.BecomesAsync(now => now.State != "proposed")).TagId);
        Assert.Equal(tag, Assert.Single(release.Facts<Released>()).TagId);
    }

    [Fact]
    public async Task Where_no_tag_stands_the_votes_are_counted_again()
    {
        await using var release = await ReleaseBench.StartAsync();
        var view = await ProposedAsync(release);

        var intent = await IntendAsync(release, view);
        await release.BecomesAsync(now => now.Awaited.Count > 0);

        Assert.Equal((intent, false), Assert.Single(release.Facts<ReleaseAbandoned>()) is var abandoned ? (abandoned.Intent, abandoned.Refused) : default);
        Assert.Equal(0, await release.ReleaseAsync(ReleaseBench.Sthk));
        Assert.Equal("released", (await release.ViewAsync()).State);
        Assert.Equal(2, release.Facts<ReleaseIntended>().Count);
    }

    [Fact]
    public async Task Where_another_tag_stands_it_is_refused()
    {
        await using var release = await ReleaseBench.StartAsync();
        var view = await ProposedAsync(release);
        var foreign = await release.PutTagAsync([.. view.Tag, .. "A sentence that nobody signed.\n"u8]);

        await IntendAsync(release, view);

        Assert.Contains(foreign, (await release.BecomesAsync(now => now.State == "refused")).Why, StringComparison.Ordinal);
        Assert.Empty(release.Facts<Released>());
    }

    [Fact]
    public async Task A_vote_that_comes_after_the_intent_is_recorded_and_told_as_too_late()
    {
        await using var release = await ReleaseBench.StartAsync();
        var view = await ProposedAsync(release);
        var away = release.Bench.Repository + ".away";
        // A remote that does not answer keeps the intent open.
        Directory.Move(release.Bench.Repository, away);
        await IntendAsync(release, view);

        var late = await release.VoteAsync(ReleaseBench.Sthk, view.Digest, SignOffDecision.Reject);

        Assert.Contains("Too late to count", late.Note, StringComparison.Ordinal);
        Assert.Contains("has not said yet", (await release.ViewAsync()).Why, StringComparison.Ordinal);
        Directory.Move(away, release.Bench.Repository);
    }

    [Fact]
    public async Task A_release_is_intended_before_its_tag_is_pushed()
    {
        await using var release = await ReleaseBench.StartAsync();

        Assert.Equal((0, 0), (await release.ReleaseAsync(ReleaseBench.Taunton), await release.ReleaseAsync(ReleaseBench.Sthk)));

        var (intended, released) = (Assert.Single(release.Facts<ReleaseIntended>()), Assert.Single(release.Facts<Released>()));
        Assert.Equal((released.Digest, released.Commit), (intended.Digest, intended.Commit));
        Assert.Empty(release.Facts<ReleaseAbandoned>());
    }

    private static async Task<ReleaseView> ProposedAsync(ReleaseBench release)
    {
        Assert.Equal(0, await release.ReleaseAsync(ReleaseBench.Taunton));
        return await release.ViewAsync();
    }

    private static Task<long> IntendAsync(ReleaseBench release, ReleaseView view) => release.AppendAsync(now => new ReleaseIntended
    {
        At = now,
        Repository = view.Repository,
        Commit = view.Commit,
        Version = view.Version,
        Digest = view.Digest,
        Tag = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(view.Tag)),
        Policy = new string('0', 64),
    });
}
