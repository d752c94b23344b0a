using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>The custodians own another repository than the developers: gold and certified tags live there.</summary>
public sealed class GoldElsewhereTests
{
    [Fact]
    public async Task A_candidate_is_staged_where_gold_lives_and_gold_its_certified_tag_and_the_ledger_are_there_alone()
    {
        await using var estate = await TestEstate.AdoptedAsync(new() { GoldElsewhere = true });
        var commit = await estate.PushAsync("dose");
        await estate.AwaitsPeopleAsync(commit);
        Assert.Contains(commit, await RefsAsync(estate.GoldFolder, "refs/custodian/staged"));

        foreach (var person in People.Signers) await estate.VoteAsync(person, commit);

        await estate.GoldBecomesAsync(commit);
        Assert.Empty(await RefsAsync(estate.BareFolder, "refs/heads/gold"));
        Assert.Empty(await RefsAsync(estate.BareFolder, "refs/custodian"));
        await estate.StateBecomesAsync("adopted");
        Assert.Single(estate.Ledger.Of("promoted"));

        await estate.ReleaseAsync("1.0");

        await Eventually.UntilAsync("the ledger is pushed", Eventually.Patience, async () => (await RefsAsync(estate.GoldFolder, "refs/custodian/ledger")).Count == 1);
        Assert.Equal(Assert.Single(estate.Ledger.Of("released"))["tagId"], Assert.Single(await RefsAsync(estate.GoldFolder, "refs/tags/certified/1.0")));
        Assert.Equal(commit, await new GitClient().RunAsync(estate.GoldFolder, "rev-parse", "refs/tags/certified/1.0^{commit}"));
        Assert.Empty(await RefsAsync(estate.BareFolder, "refs/heads/gold"));
        Assert.Empty(await RefsAsync(estate.BareFolder, "refs/tags"));
        Assert.Empty(await RefsAsync(estate.BareFolder, "refs/custodian"));
    }

    private static async Task<IReadOnlyList<string>> RefsAsync(string bare, string under) =>
        (await new GitClient().RunAsync(bare, "for-each-ref", "--format=%(objectname)", under)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
