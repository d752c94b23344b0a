using System.ComponentModel;
using CliWrap;

namespace Custodian.Git;

/// <summary>
/// The one place where programs are started: no shell, a cleared environment, a time limit, bounded output, and the
/// whole tree of children killed at the end of it.
/// </summary>
/// <param name="owner">Written into every child's environment, so that a later start finds and ends what a crash left.</param>
internal sealed class ProgramRunner(string owner)
{
    /// <summary>The variable that marks a child as ours.</summary>
    public const string OwnerVariable = "CUSTODIAN_OWNER";

    private const string RunVariable = "CUSTODIAN_RUN";

    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR"];

    // Past its end: a program that cannot be killed (it waits for a disk that is gone) must not hold whoever waits for it.
    private static readonly TimeSpan LongestDeath = TimeSpan.FromSeconds(5);

    /// <summary>What every program of ours has in its environment.</summary>
    public string Mark => $"{OwnerVariable}={owner}";

    /// <exception cref="ProgramMissingException">The program cannot be started at all.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was raised; the program has been killed.</exception>
    public async Task<ProgramResult> RunAsync(ProgramRun run, CancellationToken stop)
    {
        var output = new CappedOutput(run.OutputLimit);
        var error = new CappedOutput(run.OutputLimit);
        var id = Guid.NewGuid().ToString("N");
        var command = Cli.Wrap(run.Program)
            .WithArguments(run.Arguments)
            .WithWorkingDirectory(run.WorkingFolder ?? Path.GetTempPath())
            .WithEnvironmentVariables(EnvironmentOf(run, id))
            .WithStandardInputPipe(InputOf(run))
            .WithStandardOutputPipe(run.ReadOutput is { } read ? PipeTarget.Create(read) : output)
            .WithStandardErrorPipe(error)
            .WithValidation(CommandResultValidation.None);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(run.Timeout);
        using var kill = new CancellationTokenSource();
        try
        {
            var running = command.ExecuteAsync(kill.Token).Task;
            try
            {
                var ended = await running.WaitAsync(limit.Token);
                return new(ended.ExitCode, output.ToString(), error.ToString(), TimedOut: false, output.Truncated || error.Truncated);
            }
            catch (OperationCanceledException)
            {
                // Over its time, or over ours: it is ended below.
            }

            if (run.AskedToEndFirst) await TryAskToEndAsync(id);
            // With all its children at once: a parent that ended first would leave them to go on by themselves.
            await kill.CancelAsync();
            await Task.WhenAny(running, Task.Delay(LongestDeath, TimeProvider.System, CancellationToken.None));
            stop.ThrowIfCancellationRequested();
            return new(-1, output.ToString(), error.ToString(), TimedOut: true, output.Truncated || error.Truncated);
        }
        catch (Win32Exception cannot)
        {
            throw new ProgramMissingException(run.Program, cannot);
        }
    }

    private static PipeSource InputOf(ProgramRun run)
    {
        if (run.WriteInput is { } write) return PipeSource.Create(write);
        return run.Input.IsEmpty ? PipeSource.Null : PipeSource.FromBytes(run.Input);
    }

    private async Task TryAskToEndAsync(string id)
    {
        if (MarkedProcesses.Find($"{RunVariable}={id}") is not { Count: > 0 } found) return;

        // No longer than the script itself takes: it kills what does not listen.
        using var limit = new CancellationTokenSource(LongestDeath);
        try
        {
            await Cli.Wrap("sh").WithArguments(["-c", MarkedProcesses.EndScript, "sh", .. found.Keys.Select(one => $"{one}")])
                .WithEnvironmentVariables(ClearedEnvironment())
                .WithValidation(CommandResultValidation.None).ExecuteAsync(limit.Token);
        }
        catch (Exception cannot) when (cannot is OperationCanceledException or Win32Exception)
        {
            // Asking is a courtesy: it is killed next, whatever came of this.
        }
    }

    private Dictionary<string, string?> EnvironmentOf(ProgramRun run, string id)
    {
        var variables = ClearedEnvironment();
        variables[RunVariable] = id;
        foreach (var (name, value) in run.Environment) variables[name] = value;
        return variables;
    }

    private Dictionary<string, string?> ClearedEnvironment()
    {
        var variables = new Dictionary<string, string?>();
        foreach (string name in System.Environment.GetEnvironmentVariables().Keys)
        {
            if (!Inherited.Contains(name)) variables[name] = null;
        }

        variables["LC_ALL"] = "C.UTF-8";
        variables[OwnerVariable] = owner;
        return variables;
    }
}
