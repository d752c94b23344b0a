using System.Globalization;
using Custodian.Checks;
using Custodian.Git;
using Custodian.Licences;
using Custodian.Policies;
using Custodian.Rules;

namespace Custodian.Commands;

/// <summary>Scans a folder or a commit, counting on a terminal, and tells what was found.</summary>
/// <param name="document">Takes the JSON document.</param>
/// <param name="output">Takes the text for people.</param>
internal sealed class LicencesOrder(Stream document, TextWriter output)
{
    private const int BetweenCounts = 500;

    private int shown;

    /// <param name="packs">Folders of rule packs, in the order in which their rules count.</param>
    /// <exception cref="CommandException">There is no such folder, or a pack cannot be used.</exception>
    /// <exception cref="GitException">The commit cannot be read.</exception>
    public async Task<int> RunAsync(string path, CommitSha? commit, bool cached, bool json, IReadOnlyList<string> packs, CancellationToken stop)
    {
        MustBeFolder(path);
        var index = Index(packs);
        var files = commit is { } named ? await OfCommitAsync(path, named, cached, index, stop) : FolderScan.Of(path, index, Count, stop);
        Waiting.Clear();
        if (json) ScanDocument.Write(document, files, index);
        else await output.WriteAsync(LicencesText.Of(files, index));
        return files.Any(file => file.File.Scan.Class == FileClass.Unreadable) ? ExitCode.No : ExitCode.Yes;
    }

    private async Task<IReadOnlyList<ScannedFile>> OfCommitAsync(string path, CommitSha commit, bool cached, LicenceIndex index, CancellationToken stop)
    {
        // What is kept has the SHA-1 of every file; what is printed has not.
        var scanners = new ContentScanners(index, digests: cached);
        if (!cached) scanners.Prepare();
        var repository = LocalRepository.Read(path, repository => repository.Info.Path);
        using var scan = new CommitScan(new GitProgram(new ProgramRunner("licences")), repository, new ScanCache(cached ? ScanCache.FileFor(repository) : null, index), scanners);
        var scanned = await scan.RunAsync(commit, new BlobReading(), Count, stop);
        if (await scan.KeepAsync() is { } trouble) await Console.Error.WriteLineAsync(trouble);
        return scanned.Files;
    }

    private static LicenceIndex Index(IReadOnlyList<string> folders)
    {
        RulePack[] packs = [.. folders.Select(Pack)];
        if (packs.Select(pack => pack.Name).Distinct(StringComparer.Ordinal).Count() < packs.Length) throw new CommandException(ExitCode.WrongUse, "Two folders of rules have the same name: rename one of them.");
        if (LicenceIndex.Shipped.TryWith(packs, out var index, out var mistakes)) return index;

        throw new CommandException(ExitCode.WrongUse, string.Join('\n', mistakes));
    }

    private static RulePack Pack(string folder)
    {
        MustBeFolder(folder);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (!RulePack.IsName(name)) throw new CommandException(ExitCode.WrongUse, $"The folder {folder} cannot be a rule pack: its name is the pack's, so rename it; {Identifier.Mend}.");

        try
        {
            return RulePackFolder.Read(folder, name);
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.WrongUse, $"The rule pack {folder} cannot be read: {cannot.Message}");
        }
    }

    private static void MustBeFolder(string path)
    {
        if (Directory.Exists(path)) return;

        throw new CommandException(ExitCode.WrongUse, path.Length == 0 ? "The name of a folder is empty: write one." : File.Exists(path) ? $"{path} is a file: name the folder that it lies in." : $"There is no folder {path}.");
    }

    private void Count(int done, int all)
    {
        if (done < all && done - Volatile.Read(ref shown) < BetweenCounts) return;
        Volatile.Write(ref shown, done);
        Waiting.Progress(string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {all:N0} files …"));
    }
}
