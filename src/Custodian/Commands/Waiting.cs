namespace Custodian.Commands;

/// <summary>Waits for the service to come to know something, asking it to look and saying so on a terminal.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>Repeats what is refused because the commit has not been seen yet.</summary>
    public static Task<T> ForCommitAsync<T>(ServerClient server, string repository, Func<Task<T>> ask, TimeSpan patience, CancellationToken stop) =>
        ForCommitAsync(server, repository, ask, patience, Console.IsErrorRedirected ? Console.Error : null, stop);

    /// <param name="log">Where it is said once what is waited for, since nobody watches a line change; null: somebody does.</param>
    public static async Task<T> ForCommitAsync<T>(ServerClient server, string repository, Func<Task<T>> ask, TimeSpan patience, TextWriter? log, CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var first = true; ; first = false)
        {
            try
            {
                return await ask();
            }
            catch (ServerRefusalException unseen) when (unseen.Type == "commit-unknown" && TimeProvider.System.GetElapsedTime(started) < patience)
            {
                if (first && log is not null) await log.WriteLineAsync(unseen.Message);
                Progress($"the gate looks at {repository} …");
                await server.PostAsync($"api/v1/repositories/{repository}/watch", stop);
                await Task.Delay(Pause, TimeProvider.System, stop);
            }
        }
    }

    /// <summary>Asks until the answer will do or the time is up; then the last answer is returned.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> enough, Func<T, string> tell, TimeSpan patience, CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (enough(answer) || TimeProvider.System.GetElapsedTime(started) >= patience) return answer;

            Progress(tell(answer));
            await Task.Delay(Pause, TimeProvider.System, stop);
        }
    }

    /// <summary>Says on a terminal, on one line that the next text replaces, what is going on.</summary>
    public static void Progress(string text)
    {
        if (!Console.IsErrorRedirected) Console.Error.Write($"\r\u001b[K{text}\r");
    }
}
