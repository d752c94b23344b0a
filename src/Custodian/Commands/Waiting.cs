namespace Custodian.Commands;

/// <summary>Waits for the service to come to know something, asking it to look and saying so on a terminal.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(3);

    /// <summary>Repeats what is refused because the commit has not been seen yet.</summary>
    public static Task<T> ForCommitAsync<T>(ServerClient server, string repository, Func<Task<T>> ask, TimeSpan patience, CancellationToken stop) =>
        ForCommitAsync(server, repository, ask, patience, Console.Error, stop);

    /// <param name="log">Where it is said once, in the server's words, what is waited for.</param>
    public static async Task<T> ForCommitAsync<T>(ServerClient server, string repository, Func<Task<T>> ask, TimeSpan patience, TextWriter log, CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        long? asked = null;
        while (true)
        {
            try
            {
                var answer = await ask();
                Clear();
                return answer;
            }
            catch (ServerRefusalException unseen) when (unseen.Type is "commit-unknown" or "busy" && TimeProvider.System.GetElapsedTime(started) < patience)
            {
                if (asked is null) await SayAsync(log, unseen.Message);
                Progress($"the gate looks at {repository} …");
                if (asked is null || TimeProvider.System.GetElapsedTime(asked.Value) > BetweenLooks)
                {
                    await server.PostAsync($"api/v1/repositories/{repository}/watch", stop);
                    asked = TimeProvider.System.GetTimestamp();
                }

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
            if (enough(answer) || TimeProvider.System.GetElapsedTime(started) >= patience)
            {
                Clear();
                return answer;
            }

            Progress(tell(answer));
            await Task.Delay(Pause, TimeProvider.System, stop);
        }
    }

    /// <summary>Asks what followed from something that is recorded already: that it cannot be asked is no failure of what was ordered.</summary>
    public static async Task AfterwardsAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (Exception cannot) when (cannot is CommandException { ExitCode: ExitCode.CouldNot } or ServerRefusalException)
        {
            await Console.Error.WriteLineAsync($"It is recorded; what follows from it could not be asked: {cannot.Message}");
        }
    }

    private static Task SayAsync(TextWriter log, string line)
    {
        Clear();
        return log.WriteLineAsync(line);
    }

    /// <summary>Says on a terminal, on one line that the next text replaces, what is going on.</summary>
    public static void Progress(string text)
    {
        if (!Console.IsErrorRedirected) Console.Error.Write($"\r\u001b[K{text}\r");
    }

    /// <summary>Takes that line away again.</summary>
    public static void Clear() => Progress("");
}
