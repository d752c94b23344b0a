using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Custodian.Checks;
using Custodian.Git;
using Custodian.Licences;
using Custodian.Policies;
using Custodian.Rules;
using Microsoft.Extensions.Logging.Abstractions;

namespace Custodian.Benchmarks;

/// <summary>
/// A commit that changes a few files, checked as a warm service does it: scanned by what scanned its parent, with the cache's file, and judged
/// against gold; against git alone, asked what changed and then for the new blobs.
/// </summary>
/// <param name="folder">Takes a clone that borrows the objects, and the cache.</param>
internal sealed class NextCommit(GitProgram git, CodeBase code, string folder)
{
    private const int Rounds = 7;
    private const int Changed = 8;
    private const int LargestChanged = 256 << 10;
    private const double Goal = 150;

    private readonly string clone = Path.Combine(folder, "next.git");
    private readonly StringBuilder added = new();

    private static readonly CheckDefinition Definition = new("licences", LicencesSchema.TypeName, Settings(), new('5', 64));

    public async Task<Measure> MeasureAsync(CancellationToken stop)
    {
        await LocalAsync(null, ["clone", "--quiet", "--bare", "--shared", code.Repository, clone], stop);
        var sizes = code.Blobs.ToDictionary(blob => blob.Id, blob => blob.Size);
        var files = code.Some(Changed, entry => entry.Kind == EntryKind.File && sizes.GetValueOrDefault(entry.Id) is > 0 and < LargestChanged && IsPlain(entry.Path.Span));
        var contents = await code.ReadAsync(git, files.Select(file => file.Id), stop);
        using var scans = new LicenceScans(git, _ => Path.Combine(folder, "next.licences"));
        var programs = new ProgramRunner(folder);
        var check = new LicencesCheck(scans, new(null), new(new(programs, TimeProvider.System, []), new(programs, null, folder, NullLogger<Workspaces>.Instance), programs, new(_ => null)), NullLogger<LicencesCheck>.Instance);
        await CheckAsync(check, scans, code.Commit, code.Blobs.Count, stop);
        var (parent, values) = (code.Commit, new List<(double, double)>());
        for (var round = 0; round <= Rounds; round++)
        {
            var commit = await CommitAsync(parent, files, contents, round, stop);
            // Each goes first as often as the other.
            var bare = round % 2 == 0 ? await AskGitAsync(parent, commit, stop) : 0;
            var ours = await CheckAsync(check, scans, commit, files.Count, stop);
            if (round % 2 != 0) bare = await AskGitAsync(parent, commit, stop);
            if (round > 0) values.Add((ours, bare)); // The first round warms up.
            parent = commit;
        }

        var measure = Measure.Of($"the next commit, {files.Count} changed files of {code.Entries.Count:N0}, scanned and judged against gold in a warm service; against git's own diff-tree and cat-file of them", "ms", values);
        return measure with { Goal = $"at most {Goal:0} ms", Met = measure.Value <= Goal };
    }

    private async Task<double> CheckAsync(LicencesCheck check, LicenceScans scans, CommitSha commit, int changed, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var report = await check.RunAsync(new("code", commit, code.Commit, Definition, clone, "", 1 << 20), stop);
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        // Scanned already: it says what that cost.
        var scanned = await scans.Of(clone, LicenceIndex.Shipped).RunAsync(commit, LicencesSettings.From(Definition.Settings).Reading, null, stop);
        return report.Outcome == CheckOutcome.Passed && scanned.Read <= changed
            ? took
            : throw new InvalidOperationException($"{scanned.Read} blobs were read for {changed} changed files: {report.Outcome}, {report.Summary}");
    }

    private async Task<double> AskGitAsync(CommitSha parent, CommitSha commit, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var changes = await LocalAsync(clone, ["diff-tree", "-r", "--raw", "--no-abbrev", "--no-renames", $"{parent}", $"{commit}"], stop);
        var blobs = changes.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[3] + "\n");
        await LocalAsync(clone, ["cat-file", "--batch", "--buffer"], stop, Encoding.ASCII.GetBytes(string.Concat(blobs)));
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    // The same files again and again, each a line longer.
    private async Task<CommitSha> CommitAsync(CommitSha parent, IReadOnlyList<CommitEntry> files, IReadOnlyDictionary<BlobId, byte[]> contents, int round, CancellationToken stop)
    {
        added.Append($"\n// round {round}\n");
        using var stream = new MemoryStream();
        Write($"commit refs/heads/next\ncommitter D <d@example.org> {round} +0000\ndata 5\nround\nfrom {parent}\n");
        for (var number = 0; number < files.Count; number++)
        {
            byte[] text = [.. contents[files[number].Id], .. Encoding.ASCII.GetBytes($"{added}{number}\n")];
            Write("M 100644 inline ");
            stream.Write(files[number].Path.Span);
            Write($"\ndata {text.Length}\n");
            stream.Write(text);
            Write("\n");
        }

        await LocalAsync(clone, ["fast-import", "--quiet", "--force"], stop, stream.ToArray());
        return new((await LocalAsync(clone, ["rev-parse", "refs/heads/next"], stop)).Trim());

        void Write(string text) => stream.Write(Encoding.ASCII.GetBytes(text));
    }

    // What fast-import takes without quotes.
    private static bool IsPlain(ReadOnlySpan<byte> path) => path[0] != '"' && path.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;

    private async Task<string> LocalAsync(string? repository, IReadOnlyList<string> arguments, CancellationToken stop, ReadOnlyMemory<byte> input = default)
    {
        var result = await git.LocalAsync(repository, arguments, stop, input);
        return result.Succeeded ? result.Output : throw new GitException(result.Error);
    }

    // Of the size that a real one has.
    private static JsonObject Settings() => new LicencesSettings
    {
        Terms = (LicenceTerms.Default with { Allow = ["AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "BSD-3-Clause", "MIT"] }),
        Paths =
        [
            new() { Paths = ["**/lib/**", "**/*.jar"], Terms = new() { Unknown = LicenceStance.Review }, Ignore = false },
            new() { Paths = ["**/*.gif", "**/*.png", "**/images/**"], Terms = new(), Declared = "AGPL-3.0-or-later", Ignore = false },
        ],
        Generated = ["**/generated/**", "**/*.Designer.cs"],
        Ratchet = true,
        LargestFile = 32 << 20,
    }.ToJson();
}
