using System.Text.Json;
using Custodian.Ledger;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Decisions;

[Collection(nameof(Alone))]
public sealed class ReplayTests
{
    [Fact]
    public async Task Every_verdict_of_a_whole_way_is_given_again_from_the_facts_that_are_kept_with_it()
    {
        await using var bench = await PageBench.StartAsync(
            ("run: [\"true\"]", "run: [sh, -c, \"! grep -q broken file.txt\"]"));
        var one = await bench.AdoptFirstAsync();
        var broken = await bench.PushAsync("refs/heads/topic/broken", "broken", one);
        var two = await bench.PushAsync(PageBench.Main, "two", one);
        await bench.LookAsync();
        await bench.WhyAsync(broken, "reject");
        await bench.SignAsync(two, "sthk-director", SignOffDecision.Reject);
        await bench.WhyAsync(two, "reject");
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var director in PageBench.Directors) await bench.SignAsync(two, director, SignOffDecision.Approve);
        await bench.WhyAsync(two, "promoted");
        // Gold went past it: it is judged once more.
        await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<VerdictGiven>(broken)), given => given[^1].Reasons.Any(reason => reason.Code == ReasonCode.NotFastForward));

        var verdicts = bench.Read(reader => reader.Every<VerdictGiven>().Select(given => (given.Body, Evidence: reader.Evidence(given.Body.Facts)!)).ToList());

        Assert.Equal(["hold", "promote", "reject"], verdicts.Select(verdict => verdict.Body.Verdict).Distinct().Order(StringComparer.Ordinal));
        Assert.All(verdicts, verdict =>
        {
            var facts = JsonSerializer.Deserialize<Rules.Facts>(verdict.Evidence, FactJson.Options)!;
            var again = Gate.Decide(facts);
            Assert.Equal(verdict.Body.Verdict, Verdicts.NameOf(again));
            Assert.Equal(verdict.Body.Reasons.Select(reason => (reason.Code, reason.Subject)), again.Reasons.Select(reason => (reason.Code, reason.Subject)));
            // Byte for byte: nothing was lost on the way through JSON.
            Assert.Equal(verdict.Evidence, JsonSerializer.SerializeToUtf8Bytes(facts, FactJson.Options));
        });
        var (decisions, wrong) = bench.Read(reader => VerdictReplay.Check(reader, null));
        Assert.Empty(wrong);
        Assert.Equal(verdicts.Count + 1, decisions);
        var intents = bench.Read(reader => reader.Every<PromotionIntended>().Where(intent => intent.Body.Cause == PromotionIntended.Promotion).Select(intent => reader.Evidence(intent.Body.FactsDigest)!).ToList());
        Assert.IsType<Verdict.Promote>(Gate.Decide(JsonSerializer.Deserialize<Rules.Facts>(Assert.Single(intents), FactJson.Options)!));
    }

    [Theory]
    [InlineData("the facts that it was made from are not there", "delete from Evidence")]
    [InlineData("the facts that it was made from were changed", "update Evidence set Bytes = cast(replace(cast(Bytes as text), '\"onSource\":true', '\"onSource\":false') as blob)")]
    public async Task Facts_that_are_gone_or_changed_are_found(string told, string statement)
    {
        await using var bench = await PageBench.StartAsync();
        var two = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await bench.WhyAsync(two, "hold");

        bench.TamperWith("Evidence", statement);

        var (_, findings) = bench.Read(reader => VerdictReplay.Check(reader, null));
        Assert.Contains(findings, finding => finding.Code == LedgerFindingCode.Verdict && finding.Text.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_verdict_that_does_not_follow_from_its_facts_is_found()
    {
        await using var bench = await PageBench.StartAsync();
        var two = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await bench.WhyAsync(two, "hold");

        bench.TamperWith("Fact", "update Fact set Body = cast(replace(cast(Body as text), '\"verdict\":\"hold\"', '\"verdict\":\"promote\"') as blob) where Kind = 'verdict'");

        var (_, findings) = bench.Read(reader => VerdictReplay.Check(reader, null));
        Assert.All(findings, finding => Assert.Contains("it says promote", finding.Text, StringComparison.Ordinal));
        Assert.NotEmpty(findings);
    }
}
