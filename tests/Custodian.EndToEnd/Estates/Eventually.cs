using Xunit;

namespace Custodian.EndToEnd.Estates;

/// <summary>Asks again and again until the answer will do. A test's patience is no measure of the service's speed.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    /// <param name="what">What is waited for, in the words of the failure.</param>
    /// <param name="patience">A minute unless said otherwise.</param>
    public static async Task<T> BecomesAsync<T>(Func<Task<T>> ask, Func<T, bool> enough, string what, TimeSpan? patience = null)
    {
        var stop = TestContext.Current.CancellationToken;
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (enough(answer)) return answer;

            if (TimeProvider.System.GetElapsedTime(started) > (patience ?? Patience)) Assert.Fail($"{what}: not within {patience ?? Patience}; the last answer was {answer}");
            await Task.Delay(Pause, TimeProvider.System, stop);
        }
    }
}
