using System.Collections.Concurrent;
using Custodian.Forges;
using Custodian.Forges.GitHub;
using Custodian.Forges.GitHub.Hooks;
using Custodian.Jobs;
using Custodian.Store;

namespace Custodian.Intake;

/// <summary>
/// Has GitHub send again the hooks that did not arrive: it does not by itself. Nothing rests on it, since polling sees the same later, so
/// that whatever goes wrong here is told and left until the next time.
/// </summary>
internal sealed partial class MissedStep(GitHubDeliveries deliveries, GitHubHookKeys keys, FactStore store, TimeProvider clock, ILogger<MissedStep> logger) : IStep
{
    /// <summary>So often a hook is asked for again.</summary>
    public const int MostTimes = 3;

    /// <summary>So many are asked for in a round; the rest has its turn with the next.</summary>
    public const int MostARound = 50;

    // GitHub keeps them for so long.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(3);

    // Others may be on their way.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    private readonly Turns turns = new();

    // How often each was asked for since the start, and when: GitHub's list may tell of it later.
    private readonly ConcurrentDictionary<string, (int Times, DateTimeOffset At)> asked = new(StringComparer.Ordinal);

    public JobKind Kind => JobKind.Missed;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        // Without a secret every hook is refused, however often it comes.
        if (!deliveries.HasApp || keys.All.Count == 0) return;

        await turns.RunAsync("", async () =>
        {
            try
            {
                await AskAgainAsync(stop);
            }
            catch (ForgeException refused)
            {
                LogRefused(refused.Message, refused.Who.ToString());
            }
        });
    }

    private async Task AskAgainAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var hooks = (await deliveries.FailedAsync(now - Kept, stop)).Where(attempt => HookEvents.IsOfUse(attempt.Event)).GroupBy(attempt => attempt.Delivery).ToList();
        foreach (var gone in asked.Keys.Except(hooks.Select(hook => hook.Key)).ToList()) asked.TryRemove(gone, out _);

        // What was stored is worked off from here, though its answer was lost on the way.
        var stored = await store.ReadAsync(reader => reader.Deliveries.Stored([.. hooks.Select(hook => hook.Key)]), stop);
        var missed = hooks
            .Where(hook => !stored.Contains(hook.Key) && hook.Max(attempt => attempt.At) <= now - Settled)
            .Where(hook => Math.Max(hook.Count(attempt => attempt.IsRepeat), asked.GetValueOrDefault(hook.Key).Times) < MostTimes && asked.GetValueOrDefault(hook.Key).At <= now - Settled)
            // What GitHub forgets first goes first.
            .OrderBy(hook => hook.Min(attempt => attempt.At)).Take(MostARound).ToList();
        foreach (var hook in missed)
        {
            asked.AddOrUpdate(hook.Key, (1, now), (_, before) => (before.Times + 1, now));
            if (!await deliveries.AskAgainAsync(hook.MaxBy(attempt => attempt.Id)!.Id, stop)) LogGone(hook.Key);
        }

        if (missed.Count > 0) LogAsked(missed.Count, hooks.Count);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} hooks that did not arrive are sent again by GitHub, of {Failed} that failed within three days")]
    private partial void LogAsked(int count, int failed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Hook {Delivery} did not arrive, and GitHub does not send it again; polling sees what it would have told")]
    private partial void LogGone(string delivery);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Hooks that did not arrive cannot be asked for again: {Why} Who can act: {Who}. Polling sees what they would have told; tried again in ten minutes.")]
    private partial void LogRefused(string why, string who);
}
