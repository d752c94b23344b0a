using System.Collections.Concurrent;
using CliWrap;

namespace Custodian.EndToEnd.Peers;

/// <summary>
/// A server of others, running until it is disposed. It does not outlive the test process, even one that is killed.
/// </summary>
internal sealed class PeerProgram : IAsyncDisposable
{
    // Standard input is a pipe that only we hold: it ends when we do, however we end. Then the shell ends the server
    // with its whole process group. When the server ends first, so does the shell.
    private const string Watch = """
        exec 3<&0 </dev/null
        setsid "$@" 3<&- &
        server=$!
        (read -r _ <&3; kill -s TERM -- "-$server") &
        watch=$!
        wait "$server"
        code=$?
        kill "$watch"
        exit "$code"
        """;

    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR"];
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource end = new();
    private readonly TaskCompletionSource hungUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> log = new();
    private readonly string name;
    private readonly CommandTask<CommandResult> running;

    /// <param name="program">Full path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it is started; relative paths in its configuration begin here.</param>
    /// <param name="environment">Everything that it gets besides PATH, HOME and TMPDIR.</param>
    public PeerProgram(
        string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        name = Path.GetFileName(program);
        running = Cli.Wrap("/bin/sh")
            .WithArguments(["-c", Watch, "sh", program, .. arguments])
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(EnvironmentOf(environment))
            .WithStandardInputPipe(PipeSource.Create((_, ended) => hungUp.Task.WaitAsync(ended)))
            .WithStandardOutputPipe(PipeTarget.ToDelegate(log.Enqueue))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(log.Enqueue))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(end.Token);
    }

    /// <summary>All that it has written to its standard output and error.</summary>
    public string Log => string.Join('\n', log);

    /// <summary>Waits until the server answers.</summary>
    /// <param name="answers">Asked again and again; true once the server can be used.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">It ended, or does not answer; the message holds its log.</exception>
    public async Task WaitUntilAsync(Func<CancellationToken, Task<bool>> answers, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(LongestStart);
        try
        {
            while (!await answers(limit.Token))
            {
                if (running.Task.IsCompleted) throw new InvalidOperationException($"{name} ended at its start:\n{Log}");
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{name} does not answer after {LongestStart.TotalSeconds} s:\n{Log}");
        }
    }

    /// <summary>SIGTERM to it and its children, as a supervisor does it.</summary>
    /// <returns>Its exit code, once it has ended.</returns>
    public async Task<int> TerminateAsync()
    {
        hungUp.TrySetResult();
        return (await running).ExitCode;
    }

    /// <summary>Kills it and all its children.</summary>
    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // This is how a killed program ends.
        }

        running.Dispose();
        end.Dispose();
    }

    private static Dictionary<string, string?> EnvironmentOf(IReadOnlyDictionary<string, string>? given)
    {
        var variables = new Dictionary<string, string?>();
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Except(Inherited)) variables[name] = null;
        variables["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in given ?? new Dictionary<string, string>()) variables[name] = value;
        return variables;
    }
}
