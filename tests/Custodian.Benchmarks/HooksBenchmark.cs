using System.Diagnostics;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Benchmarks;

/// <summary>Acknowledged, durable sign-off hooks a second, with group commit and with one commit for each hook, in turn.</summary>
internal sealed class HooksBenchmark : IBenchmark
{
    private const int Rounds = 5;
    private const int DirectorsEach = 40;
    private const int Candidates = 10;
    private const int AtOnce = 64;

    public string Name => "hooks";

    public async Task<IReadOnlyList<Measure>> RunAsync(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        await using var grouped = await Estate.OpenAsync(10, DirectorsEach, FactStore.DefaultGroupLimit, stop);
        await using var single = await Estate.OpenAsync(10, DirectorsEach, groupLimit: 1, stop);
        var rounds = new List<(double, double)>();
        for (var round = 0; round <= Rounds; round++)
        {
            // Each goes first as often as the other.
            var first = await RoundAsync(round % 2 == 0 ? grouped : single, round, stop);
            var second = await RoundAsync(round % 2 == 0 ? single : grouped, round, stop);
            if (round > 0) rounds.Add(round % 2 == 0 ? (first, second) : (second, first)); // The first round warms up.
        }

        return [Measure.Of($"sign-off hooks acknowledged, {AtOnce} at once; against one commit for each", "hooks/s", rounds)];
    }

    private static async Task<double> RoundAsync(Estate estate, int round, CancellationToken stop)
    {
        var gold = new CommitSha((string)(await estate.GetAsync($"api/v1/repositories/{Estate.Repository}", stop))["gold"]!);
        var commits = new List<CommitSha>();
        for (var number = 0; number < Candidates; number++) commits.Add(await estate.CommitAsync($"refs/heads/topic/{number}", $"round {round}.{number}", stop));
        await estate.WatchAsync(stop);
        var hooks = new List<HttpRequestMessage>();
        foreach (var commit in commits)
        {
            await estate.UntilAsync(commit, (state, reasons) => state == "hold" && reasons.All(code => code == "sign-off-missing"), stop);
            var subject = (string)(await estate.GetAsync($"api/v1/repositories/{Estate.Repository}/candidates/{commit}", stop))["subject"]!;
            // Rejections: they are recorded like approvals and move no gold while this is measured.
            hooks.AddRange(Estate.Directors(DirectorsEach)
                .Select(person => estate.Hook(estate.Approval(commit, subject, gold, person) with { Decision = SignOffDecision.Reject })));
        }

        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(hooks, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (hook, token) =>
        {
            using var answer = await estate.SendAsync(hook, token);
            answer.EnsureSuccessStatusCode();
        });
        return hooks.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
