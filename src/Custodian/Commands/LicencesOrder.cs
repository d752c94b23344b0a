using System.Globalization;
using Custodian.Checks;
using Custodian.Git;
using Custodian.Rules;

namespace Custodian.Commands;

/// <summary>Scans a folder or a commit, counting on a terminal, and tells what was found.</summary>
/// <param name="document">Takes the JSON document.</param>
/// <param name="output">Takes the text for people.</param>
internal sealed class LicencesOrder(Stream document, TextWriter output)
{
    private const int BetweenCounts = 500;

    private int shown;

    /// <exception cref="CommandException">There is no such folder.</exception>
    /// <exception cref="GitException">The commit cannot be read.</exception>
    public async Task<int> RunAsync(string path, CommitSha? commit, bool cached, bool json, CancellationToken stop)
    {
        if (!Directory.Exists(path))
        {
            throw new CommandException(ExitCode.WrongUse, File.Exists(path) ? $"{path} is a file: name the folder that it lies in." : $"There is no folder {path}.");
        }

        var files = commit is { } named ? await OfCommitAsync(path, named, cached, stop) : FolderScan.Of(path, Count, stop);
        Waiting.Clear();
        if (json) ScanDocument.Write(document, files);
        else await output.WriteAsync(LicencesText.Of(files));
        return files.Any(file => file.File.Scan.Class == Licences.FileClass.Unreadable) ? ExitCode.No : ExitCode.Yes;
    }

    private async Task<IReadOnlyList<ScannedFile>> OfCommitAsync(string path, CommitSha commit, bool cached, CancellationToken stop)
    {
        // What is kept has the SHA-1 of every file; what is printed has not.
        var scanners = new ContentScanners(digests: cached);
        if (!cached) scanners.Prepare();
        var repository = LocalRepository.Read(path, repository => repository.Info.Path);
        using var scan = new CommitScan(new GitProgram(new ProgramRunner("licences")), repository, new ScanCache(cached ? ScanCache.FileFor(repository) : null), scanners);
        var scanned = await scan.RunAsync(commit, new BlobReading(), Count, stop);
        if (await scan.KeepAsync() is { } trouble) await Console.Error.WriteLineAsync(trouble);
        return scanned.Files;
    }

    private void Count(int done, int all)
    {
        if (done < all && done - Volatile.Read(ref shown) < BetweenCounts) return;
        Volatile.Write(ref shown, done);
        Waiting.Progress(string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {all:N0} files …"));
    }
}
