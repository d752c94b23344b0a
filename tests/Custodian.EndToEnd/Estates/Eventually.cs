using Xunit;

namespace Custodian.EndToEnd.Estates;

/// <summary>
/// Waits for an event by asking again and again; running out of patience is a failure that says what did not happen. A
/// test's patience is no measure of the service's speed.
/// </summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    /// <summary>Waits until the answer will do.</summary>
    /// <param name="what">What is waited for, in the words of the failure.</param>
    /// <param name="patience">A minute unless said otherwise.</param>
    /// <param name="more">What else the failure should tell.</param>
    public static async Task<T> BecomesAsync<T>(Func<Task<T>> ask, Func<T, bool> enough, string what, TimeSpan? patience = null, Func<string>? more = null)
    {
        var stop = TestContext.Current.CancellationToken;
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (enough(answer)) return answer;

            if (TimeProvider.System.GetElapsedTime(started) > (patience ?? Patience))
                Assert.Fail($"{what}: not within {patience ?? Patience}; the last answer was {answer}\n{more?.Invoke()}");
            await Task.Delay(Pause, TimeProvider.System, stop);
        }
    }

    /// <summary>Waits until there is an answer.</summary>
    /// <param name="ask">Null: not yet.</param>
    public static async Task<T> ForAsync<T>(string what, TimeSpan patience, Func<Task<T?>> ask, Func<string>? more = null) where T : class =>
        (await BecomesAsync(ask, answer => answer is not null, what, patience, more))!;

    public static Task UntilAsync(string what, TimeSpan patience, Func<Task<bool>> ask, Func<string>? more = null) =>
        BecomesAsync(ask, yes => yes, what, patience, more);

    public static Task UntilAsync(string what, TimeSpan patience, Func<bool> ask, Func<string>? more = null) =>
        UntilAsync(what, patience, () => Task.FromResult(ask()), more);
}
