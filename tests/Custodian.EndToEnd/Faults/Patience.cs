using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>Waits for an event by asking again and again; running out of patience is a failure that says what did not happen.</summary>
internal static class Patience
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until the answer is there.</summary>
    /// <param name="what">What is waited for, for the failure's message.</param>
    /// <param name="ask">Null: not yet.</param>
    /// <param name="more">What else the failure should tell.</param>
    public static async Task<T> ForAsync<T>(string what, TimeSpan limit, Func<Task<T?>> ask, Func<string>? more = null) where T : class
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await ask() is { } answer) return answer;
            if (TimeProvider.System.GetElapsedTime(started) > limit) Assert.Fail($"Not within {limit.TotalSeconds} s: {what}\n{more?.Invoke()}");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public static Task UntilAsync(string what, TimeSpan limit, Func<Task<bool>> ask, Func<string>? more = null) =>
        ForAsync(what, limit, async () => await ask() ? "yes" : null, more);

    public static Task UntilAsync(string what, TimeSpan limit, Func<bool> ask, Func<string>? more = null) =>
        UntilAsync(what, limit, () => Task.FromResult(ask()), more);
}
