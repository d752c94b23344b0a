using System.Text.Json;
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
        var intents = bench.Read(reader => reader.Every<PromotionIntended>().Where(intent => intent.Body.Cause == PromotionIntended.Promotion).Select(intent => reader.Evidence(intent.Body.FactsDigest)!).ToList());
        Assert.IsType<Verdict.Promote>(Gate.Decide(JsonSerializer.Deserialize<Rules.Facts>(Assert.Single(intents), FactJson.Options)!));
    }
}
