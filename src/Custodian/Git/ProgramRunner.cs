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

    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR"];

    /// <exception cref="ProgramMissingException">The program cannot be started at all.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was raised; the program has been killed.</exception>
    public async Task<ProgramResult> RunAsync(ProgramRun run, CancellationToken stop)
    {
        var output = new CappedOutput(run.OutputLimit);
        var error = new CappedOutput(run.OutputLimit);
        var command = Cli.Wrap(run.Program)
            .WithArguments(run.Arguments)
            .WithWorkingDirectory(run.WorkingFolder ?? Path.GetTempPath())
            .WithEnvironmentVariables(EnvironmentOf(run))
            .WithStandardInputPipe(run.Input.IsEmpty ? PipeSource.Null : PipeSource.FromBytes(run.Input))
            .WithStandardOutputPipe(output)
            .WithStandardErrorPipe(error)
            .WithValidation(CommandResultValidation.None);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(run.Timeout);
        try
        {
            // Killed with all its children at once: a parent that is asked to end first would leave them to go on by themselves.
            var result = await command.ExecuteAsync(limit.Token);
            return new(result.ExitCode, output.ToString(), error.ToString(), TimedOut: false, output.Truncated || error.Truncated);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(-1, output.ToString(), error.ToString(), TimedOut: true, output.Truncated || error.Truncated);
        }
        catch (Win32Exception cannot)
        {
            throw new ProgramMissingException(run.Program, cannot);
        }
    }

    private Dictionary<string, string?> EnvironmentOf(ProgramRun run)
    {
        var variables = new Dictionary<string, string?>();
        foreach (string name in System.Environment.GetEnvironmentVariables().Keys)
        {
            if (!Inherited.Contains(name)) variables[name] = null;
        }

        variables["LC_ALL"] = "C.UTF-8";
        variables[OwnerVariable] = owner;
        foreach (var (name, value) in run.Environment) variables[name] = value;
        return variables;
    }
}
