using System.Collections.Concurrent;
using CliWrap;
using Custodian.EndToEnd.Peers;
using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>The service as its operator runs it: a process of its own, which can be killed. It does not outlive the test process.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string IdMark = "service ";

    // Standard input is a pipe that only we hold: it ends when we do, however we end, and then the shell ends the service.
    private const string Watch = """
        exec 3<&0 </dev/null
        "$@" 3<&- &
        service=$!
        echo "service $service"
        (read -r _ <&3; kill -s KILL "$service") &
        watch=$!
        wait "$service"
        code=$?
        kill "$watch"
        exit "$code"
        """;

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(40);

    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentQueue<string> log = new();
    private readonly TaskCompletionSource<int> id = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<CommandResult> running;

    public ServiceProcess(string configuration, string data, string url) =>
        running = Cli.Wrap("/bin/sh")
            .WithArguments([
                "-c", Watch, "sh", Peer.Require("dotnet", "the .NET SDK"), Path.Combine(AppContext.BaseDirectory, "custodian.dll"),
                "serve", "--config", configuration, "--data", data, "--urls", url])
            .WithStandardInputPipe(PipeSource.Create((_, ended) => Task.Delay(Timeout.Infinite, ended)))
            .WithStandardOutputPipe(PipeTarget.ToDelegate(Hear))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(log.Enqueue))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(end.Token);

    /// <summary>All that it has written.</summary>
    public string Log => string.Join('\n', log);

    /// <summary>Waits until it says that it is ready.</summary>
    public async Task ReadyAsync()
    {
        await Task.WhenAny(ready.Task, running, Task.Delay(LongestStart, TimeProvider.System, TestContext.Current.CancellationToken));
        if (!ready.Task.IsCompleted) Assert.Fail(running.IsCompleted ? $"The service ended at its start:\n{Log}" : $"The service is not ready after {LongestStart}:\n{Log}");
    }

    /// <summary>kill -9 of the service alone: what it has started goes on.</summary>
    public async Task KillAsync()
    {
        await Processes.SignalAsync("KILL", await id.Task);
        await running;
    }

    /// <summary>SIGTERM, as a supervisor does it.</summary>
    /// <returns>Its exit code, and how long it took to end.</returns>
    public async Task<(int ExitCode, TimeSpan Took)> TerminateAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        await Processes.SignalAsync("TERM", await id.Task);
        var ended = await running;
        return (ended.ExitCode, TimeProvider.System.GetElapsedTime(started));
    }

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

        end.Dispose();
    }

    private void Hear(string line)
    {
        log.Enqueue(line);
        if (line.StartsWith(IdMark, StringComparison.Ordinal)) id.TrySetResult(int.Parse(line[IdMark.Length..]));
        if (line.StartsWith("Custodian is ready at ", StringComparison.Ordinal)) ready.TrySetResult();
    }
}
