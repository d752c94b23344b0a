using System.Text;
using System.Text.RegularExpressions;
using Custodian.EndToEnd.Estates;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>From a developer's push to gold and a release with nothing but GitHub: its git, its tokens, its reviews, its hooks or none.</summary>
public sealed partial class WholeWayTests(GitHubPeer peer) : IClassFixture<GitHubPeer>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_push_becomes_gold_and_a_release_by_reviews_alone_and_the_ledger_says_the_same_with_hooks_and_with_none(bool goldElsewhere)
    {
        var withHooks = await GoAsync("30m", hooks: true, goldElsewhere);
        var withNone = await GoAsync("1s", hooks: false, goldElsewhere);

        Assert.Equal(withHooks, withNone);
        Assert.Empty(await peer.ViolationsAsync());
    }

    [Fact]
    public async Task A_token_that_ended_before_its_hour_is_renewed_and_gold_moves()
    {
        await using var stage = await ProposalStage.HostedAsync(peer, "30m", hooks: true, goldElsewhere: false);
        var commit = await stage.Estate.PushAsync("dose");
        await stage.AsksAsync(commit, [.. People.Signers]);

        await peer.EndTokensAsync();
        foreach (var person in People.Signers) await stage.Estate.VoteAsync(person, commit);

        await stage.Estate.GoldBecomesAsync(commit);
        await Eventually.UntilAsync("the promotion is recorded", Eventually.Patience, () => Task.FromResult(stage.Estate.Ledger.Of("promoted").Count == 1));
        Assert.Empty(stage.Estate.Ledger.Of("promotion-abandoned"));
    }

    /// <returns>The ledger from the push on, but for times, numbers and what follows from them.</returns>
    private async Task<IReadOnlyList<string>> GoAsync(string poll, bool hooks, bool goldElsewhere)
    {
        await using var stage = await ProposalStage.HostedAsync(peer, poll, hooks, goldElsewhere);
        var estate = stage.Estate;
        var commit = await estate.PushAsync("dose");
        var number = await stage.AsksAsync(commit, [.. People.Signers]);

        var left = People.Signers.Count;
        foreach (var person in People.Signers)
        {
            await stage.ReviewAsync(person, number, "APPROVE");
            if (--left > 0) await Eventually.BecomesAsync(() => estate.WhyAsync(commit), why => TestEstate.Codes(why).Count == left, $"{left} are missed", more: () => estate.Service.Log);
        }

        await estate.GoldBecomesAsync(commit);
        var merged = await stage.ShowsAsync(commit, one => one.GetProperty("state").GetString() == "closed", "the pull request is merged");
        Assert.Equal(commit, merged.GetProperty("head").GetProperty("sha").GetString());
        await stage.SaysAsync(number, "This is gold");
        await Eventually.UntilAsync("its branch is gone", Eventually.Patience, async () => !await stage.HasBranchAsync(commit));
        await estate.ReleaseAsync("1.0");
        await estate.RestsAsync();
        // What is said while the check still runs depends on which of the two is faster.
        return [.. estate.Ledger.Read().SkipWhile(line => line.Commit != commit).Select(line => Said(line, estate.First, commit)).Where(said => !said.Contains("check-not-run", StringComparison.Ordinal))];
    }

    private static string Said(LedgerLine line, string first, string commit) =>
        Changing().Replace($"{line.Kind} {Encoding.UTF8.GetString(line.Bytes)}".Replace(first, "FIRST", StringComparison.Ordinal).Replace(commit, "COMMIT", StringComparison.Ordinal), "…");

    [GeneratedRegex("""[0-9a-f]{32,64}|(?<="intent":)[0-9]+|[0-9]+/[0-9]+/review/[0-9]+|SHA256:[A-Za-z0-9+/]+|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z""")]
    private static partial Regex Changing();
}
