using Polly;
using Polly.Retry;

namespace Custodian.Git;

/// <summary>Runs the git program, cut off from everything but what it is given: no configuration, hooks, prompts or helpers of the machine.</summary>
internal sealed class GitProgram(ProgramRunner programs)
{
    // git's own words for "try again" are many; a remote that refuses for good is asked three times too often, and no more.
    private static readonly ResiliencePipeline<ProgramResult> Patient = new ResiliencePipelineBuilder<ProgramResult>()
        .AddRetry(new RetryStrategyOptions<ProgramResult>
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { Succeeded: false, TimedOut: false } failed && MayPass(failed.Error)),
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(300),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    // git's own words.
    private const string NotLetIn = "Authentication failed";

    private static readonly string[] Isolation =
    [
        "-c", "core.hooksPath=/dev/null",
        "-c", "core.fsmonitor=false",
        "-c", "core.attributesFile=/dev/null",
        "-c", "credential.helper=",
        "-c", "transfer.fsckObjects=true",
        "-c", "fetch.fsckObjects=true",
        "-c", "receive.fsckObjects=true",
        "-c", "gc.auto=0",
        "-c", "maintenance.auto=false",
        "-c", "submodule.recurse=false",
        "-c", "http.followRedirects=false",
        "-c", "http.lowSpeedLimit=1",
        "-c", "http.lowSpeedTime=60",
    ];

    /// <summary>Runs git on this machine alone.</summary>
    public Task<ProgramResult> LocalAsync(string? repository, IReadOnlyList<string> arguments, CancellationToken stop, ReadOnlyMemory<byte> input = default) =>
        programs.RunAsync(Prepare(repository, arguments, GitAccess.None, TimeSpan.FromMinutes(2)) with { Input = input }, stop);

    /// <summary>Runs git against a remote, once; once more with another password, where the one that was given has ended.</summary>
    public async Task<ProgramResult> RemoteAsync(string repository, GitAccess access, IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken stop)
    {
        if (access.PasswordSource is not { } source) return await RunAsync(access);

        try
        {
            var password = await source(refused: null, stop);
            var result = await RunAsync(access with { Password = password });
            // Who is not let in has done nothing.
            return result.Succeeded || password is null || !result.Error.Contains(NotLetIn, StringComparison.Ordinal)
                ? result
                : await RunAsync(access with { Password = await source(refused: password, stop) });
        }
        catch (GitException nobody)
        {
            return new(128, "", $"fatal: {NotLetIn}: {nobody.Message}", TimedOut: false, Truncated: false);
        }

        Task<ProgramResult> RunAsync(GitAccess with) => programs.RunAsync(Prepare(repository, arguments, with, timeout), stop);
    }

    /// <summary>Runs git against a remote for something that may be repeated, and repeats it while the failure looks passing.</summary>
    public async Task<ProgramResult> RepeatableAsync(string repository, GitAccess access, IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken stop) =>
        await Patient.ExecuteAsync(async token => await RemoteAsync(repository, access, arguments, timeout, token), stop);

    /// <summary>
    /// Runs git over the objects of a repository that may be anybody's: without its configuration, and with nothing fetched that it lacks.
    /// It takes no locks, so it is killed at once where it must end.
    /// </summary>
    public Task<ProgramResult> ObjectsAsync(
        ObjectsOnly objects, IReadOnlyList<string> arguments, Func<Stream, CancellationToken, Task>? writeInput, Func<Stream, CancellationToken, Task> readOutput,
        TimeSpan timeout, CancellationToken stop)
    {
        var prepared = Prepare(objects.Folder, arguments, GitAccess.None, timeout);
        return programs.RunAsync(
            prepared with
            {
                Environment = new Dictionary<string, string>(prepared.Environment) { ["GIT_OBJECT_DIRECTORY"] = objects.Objects, ["GIT_ALLOW_PROTOCOL"] = "none" },
                WriteInput = writeInput,
                ReadOutput = readOutput,
                AskedToEndFirst = false,
            },
            stop);
    }

    private static bool MayPass(string error) =>
        !error.Contains("couldn't find remote ref", StringComparison.Ordinal)
        && !error.Contains(NotLetIn, StringComparison.Ordinal)
        && !error.Contains("does not appear to be a git repository", StringComparison.Ordinal)
        && !error.Contains("mismatched algorithms", StringComparison.Ordinal);

    private static ProgramRun Prepare(string? repository, IReadOnlyList<string> arguments, GitAccess access, TimeSpan timeout)
    {
        var environment = new Dictionary<string, string>
        {
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_ALLOW_PROTOCOL"] = "https:ssh:file",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_NO_REPLACE_OBJECTS"] = "1",
            ["GIT_ATTR_NOSYSTEM"] = "1",
            ["GIT_SSH_COMMAND"] = SshCommand(access),
            // No .netrc: its passwords are not named in any configuration of ours.
            ["HOME"] = "/dev/null",
        };
        List<string> all = [.. Isolation];
        if (access.Password is { } password)
        {
            // The secret travels in git's environment, never on a command line that others can list.
            environment["CUSTODIAN_GIT_USERNAME"] = access.Username ?? "custodian";
            environment["CUSTODIAN_GIT_PASSWORD"] = password;
            all.AddRange(["-c", """credential.helper=!f() { test "$1" = get && printf 'username=%s\npassword=%s\n' "$CUSTODIAN_GIT_USERNAME" "$CUSTODIAN_GIT_PASSWORD"; }; f"""]);
        }

        if (access.CertificateAuthority is { } authority) all.AddRange(["-c", $"http.sslCAInfo={authority}"]);
        if (repository is not null) all.AddRange(["--git-dir", repository]);
        return new()
        {
            Program = "git",
            Arguments = [.. all, .. arguments],
            WorkingFolder = repository,
            Environment = environment,
            Timeout = timeout,
            AskedToEndFirst = true,
        };
    }

    private static string SshCommand(GitAccess access)
    {
        var command = "ssh -F none -o BatchMode=yes -o IdentityAgent=none -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=20 -o ServerAliveInterval=15 -o ServerAliveCountMax=4";
        command += access.SshKey is { } key ? $" -i {Quoted(key)}" : " -o IdentityFile=none";
        if (access.KnownHosts is { } hosts) command += $" -o UserKnownHostsFile={Quoted(QuotedForSsh(hosts))} -o GlobalKnownHostsFile=/dev/null";
        return command;
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    // ssh splits this option's value at blanks itself.
    private static string QuotedForSsh(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
