using System.Diagnostics;
using Custodian.Rules;

namespace Custodian.Benchmarks;

/// <summary>How the cost of a decision grows with the facts about its candidate: in proportion in time, and not at all in what is allocated.</summary>
internal static class DecideGrowth
{
    private const int Rounds = 7;
    private const int Times = 100;
    private const int Decisions = 20_000;

    public static IReadOnlyList<Measure> Measures(Facts few)
    {
        var many = Repeated(few);
        var (ofFew, ofMany) = (CountOf(few), CountOf(many));
        Run(few, Decisions);
        Run(many, Decisions / Times);
        var rounds = Enumerable.Range(0, Rounds).Select(_ => (Run(many, Decisions / Times) / ofMany, Run(few, Decisions) / ofFew)).ToList();
        var time = Measure.Of($"a decision on {ofMany} facts, for each of them; against one on {ofFew}", "ns/fact", rounds);
        var bytes = Measure.Of($"allocated by a decision on {ofMany} facts; against one on {ofFew}", "bytes", [(Allocated(many), Allocated(few))]);
        return
        [
            time with { Goal = "at most 1.5", Met = time.Ratio <= 1.5 },
            bytes with { Goal = "at most 1.1", Met = bytes.Ratio <= 1.1 },
        ];
    }

    // The same said and run again and again: of each person and check the last counts.
    private static Facts Repeated(Facts facts) => facts with
    {
        Checks = [.. from time in Enumerable.Range(0, Times) from run in facts.Checks select run with { Seq = (time * 1000) + run.Seq }],
        SignOffs = [.. from time in Enumerable.Range(0, Times) from word in facts.SignOffs select word with { Seq = (time * 1000) + word.Seq }],
    };

    private static int CountOf(Facts facts) => facts.Checks.Count + facts.SignOffs.Count;

    /// <returns>Nanoseconds a decision.</returns>
    private static double Run(Facts facts, int decisions)
    {
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < decisions; number++)
        {
            if (Gate.Decide(facts) is not Verdict.Promote) throw new InvalidOperationException("It does not promote.");
        }

        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / decisions;
    }

    private static double Allocated(Facts facts)
    {
        const int Some = 100;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 0; number < Some; number++) Gate.Decide(facts);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Some;
    }
}
