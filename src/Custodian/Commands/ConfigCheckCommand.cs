using Custodian.Git;
using Custodian.Policies;

namespace Custodian.Commands;

/// <summary><c>custodian config check</c>.</summary>
internal sealed class ConfigCheckCommand(TextWriter output, TextWriter error, TimeProvider clock, ProgramRunner programs)
{
    // 80,000 paths as long as paths get are a few MiB.
    private const int MostListed = 256 << 20;

    /// <returns>Yes, whatever is warned of; WrongUse where a file has problems.</returns>
    /// <exception cref="CommandException">It is not told which repository the clone is of.</exception>
    /// <exception cref="GitException">The repository or the commit cannot be read.</exception>
    public async Task<int> RunAsync(ConfigCheckOrder order, CancellationToken stop)
    {
        if (order.Commit is not null && order.Path is null) throw new CommandException(ExitCode.WrongUse, "--commit belongs to --path: name the clone too.");
        if (order.Repository is not null && order.Path is null) throw new CommandException(ExitCode.WrongUse, "--repository belongs to --path: name a clone of it too.");
        if (await LoadAsync(order.File) is not var (configuration, places)) return ExitCode.WrongUse;

        var warnings = new ConfigurationWarnings(configuration, places, order.File, clock.GetUtcNow()).Find();
        if (order.Path is { } path)
        {
            var repository = Repository(configuration, order.Repository);
            warnings = [.. warnings, .. PathWarnings.Find(configuration, places, order.File, repository, await ListAsync(path, order.Commit ?? "HEAD", stop))];
        }

        foreach (var warning in warnings) await error.WriteLineAsync(warning.ToString());
        if (order.Against is { } older)
        {
            if (await LoadAsync(older) is not var (old, _)) return ExitCode.WrongUse;

            var changes = PolicyComparison.Find(old, configuration);
            foreach (var change in changes) await output.WriteLineAsync(change.ToString());
            // An address only ever excludes, so that one which is gone lets somebody sign.
            foreach (var change in ContactChanges.Find(old, configuration)) await output.WriteLineAsync($"no policy change: {change}");
            if (changes.Count == 0) await output.WriteLineAsync($"The policy is that of {older}.");
        }

        await output.WriteLineAsync($"{order.File} is good. Its policy has the SHA-256 {configuration.PolicyDigest}.");
        return ExitCode.Yes;
    }

    private static RepositoryEntry Repository(Configuration configuration, string? named)
    {
        var known = string.Join(", ", configuration.Repositories.Select(one => one.Name));
        if (named is not null) return configuration.FindRepository(named) ?? throw new CommandException(ExitCode.WrongUse, $"--repository {named} is none of this file: it has {known}.");

        return configuration.Repositories is [var only] ? only : throw new CommandException(ExitCode.WrongUse, $"Say which repository the clone is of: --repository NAME, one of {known}.");
    }

    private async Task<(Configuration Configuration, Places Places)?> LoadAsync(string file)
    {
        try
        {
            return (ConfigurationFile.Load(file, CustodianSetup.CheckSchemas, out var places), places);
        }
        catch (ConfigurationException wrong)
        {
            foreach (var problem in wrong.Problems) await error.WriteLineAsync(problem.ToString());
            return null;
        }
    }

    private async Task<string[]> ListAsync(string path, string commit, CancellationToken stop)
    {
        var listed = await programs.RunAsync(new()
        {
            Program = "git",
            // What is taken for a commit is never taken for an option.
            Arguments = ["-C", path, "ls-tree", "-r", "-z", "--full-tree", "--name-only", "--end-of-options", commit],
            Environment = new Dictionary<string, string> { ["GIT_CONFIG_NOSYSTEM"] = "1", ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_NO_LAZY_FETCH"] = "1" },
            Timeout = TimeSpan.FromMinutes(2),
            OutputLimit = MostListed,
        }, stop);
        if (!listed.Succeeded) throw new GitException($"The files of {commit} in {path} cannot be listed: {listed.Error.Trim()}");
        if (listed.Truncated) throw new GitException($"{commit} in {path} has more files than can be listed here.");
        return listed.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }
}
