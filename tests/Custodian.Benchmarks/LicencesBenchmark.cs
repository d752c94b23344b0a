using System.Diagnostics;
using System.Text.Json;
using Custodian.Checks;
using Custodian.Git;

namespace Custodian.Benchmarks;

/// <summary>
/// The licence scan of a whole commit, in this process and as one of its own, against the floor and against other scanners; the engine alone;
/// and the next commit. Of a repository that is named, or of one made for it.
/// </summary>
internal sealed class LicencesBenchmark : IBenchmark
{
    private const int Rounds = 5;
    private const int SampleOfFiles = 300;
    private const double MemoryGoal = 300;

    private static readonly string[] OneCore = ["taskset", "--cpu-list", "0"];

    // As people start it; the folder of the benchmarks is five below the top.
    private static readonly string Command = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "scripts", "custodian"));

    private readonly GitProgram git = new(new ProgramRunner("benchmarks"));

    public string Name => "licences";

    public async Task<IReadOnlyList<Measure>> RunAsync(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("custodian-bench-").FullName;
        try
        {
            var repository = Given(arguments, "--repository");
            if (repository is null) await SampleSources.MakeAsync(git, repository = Path.Combine(folder, "sample.git"), stop);
            var code = await CodeBase.OpenAsync(git, repository, Given(arguments, "--commit") ?? "HEAD", stop);
            return
            [
                .. await ScansAsync(code, folder, Given(arguments, "--against"), stop),
                await new NextCommit(git, code, folder).MeasureAsync(stop),
                .. await BesideLicensecheckAsync(code, folder, stop),
                await EngineSpeed.MeasureAsync(git, code, stop),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<IReadOnlyList<Measure>> ScansAsync(CodeBase code, string folder, string? against, CancellationToken stop)
    {
        string[] command = Licences([code.Repository, "--commit", $"{code.Commit}"]);
        Check(command, code.Entries.Count);
        var floor = new KeywordFloor(code, folder);
        var (own, all) = (new List<double>(), new List<double>());
        var things = new List<Func<Task<double>>>
        {
            () => ScanAsync(code, 2, stop), () => floor.RunAsync(2), () => ScanAsync(code, 1, stop), () => floor.RunAsync(1),
            () =>
            {
                var ran = MeasuredProcess.Run(command, mostExitCode: 1);
                own.Add(ran.Peak);
                all.Add(ran.PeakWithChildren);
                return Task.FromResult(ran.Seconds);
            },
        };
        if (against is not null)
        {
            var extracted = Path.Combine(folder, "extracted");
            await code.ExtractAsync(git, code.Entries, extracted, stop);
            string[] peer = ["sh", "-c", $"exec {against} \"$1\"", "sh", extracted];
            things.Add(() => Task.FromResult(MeasuredProcess.Run(peer).Seconds));
            things.Add(() => Task.FromResult(MeasuredProcess.Run([.. OneCore, .. command], mostExitCode: 1).Seconds));
            things.Add(() => Task.FromResult(MeasuredProcess.Run([.. OneCore, .. peer]).Seconds));
        }

        var values = await Turns.TakeAsync(Rounds, things);
        var measures = new List<Measure>
        {
            Measure.Of($"cold scan of {code} from git objects, 2 workers; against git cat-file and the keyword pass alone, on 2", "s", [.. values[0].Zip(values[1])]),
            Measure.Of("the same, 1 worker; against git cat-file and the keyword pass alone, on 1", "s", [.. values[2].Zip(values[3])]),
            Measure.Of("the same as a whole process, without its cache; against git cat-file and the keyword pass alone, on 2", "s", [.. values[4].Zip(values[1])]),
        };
        if (against is not null)
        {
            measures.Add(Beside($"the same; against {against} over the extracted files", values[4], values[5]));
            measures.Add(Beside($"the same, each on one core; against {against}", values[6], values[7]));
        }

        var memory = Measure.Median(own);
        measures.Add(new("peak memory of that process", memory, "MB", Goal: $"at most {MemoryGoal:0} MB", Met: memory <= MemoryGoal));
        measures.Add(new("the same with its git processes, what they share counted for each", Measure.Median(all), "MB"));
        return measures;
    }

    private static Measure Beside(string name, IReadOnlyList<double> ours, IReadOnlyList<double> theirs)
    {
        var measure = Measure.Of(name, "s", [.. ours.Zip(theirs)]);
        return measure with { Goal = "at most 0.2", Met = measure.Ratio <= 0.2 };
    }

    private async Task<double> ScanAsync(CodeBase code, int workers, CancellationToken stop)
    {
        using var scan = new CommitScan(git, code.Repository, new ScanCache(null), new());
        var started = Stopwatch.GetTimestamp();
        var scanned = await scan.RunAsync(code.Commit, new BlobReading { Workers = workers }, null, stop);
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return scanned.Files.Count == code.Entries.Count ? took : throw new InvalidOperationException($"{scanned.Files.Count} of {code.Entries.Count} files were told.");
    }

    // Slow, so that it gets some of the files; and what a process costs to begin with is not hidden by that.
    private async Task<IReadOnlyList<Measure>> BesideLicensecheckAsync(CodeBase code, string folder, CancellationToken stop)
    {
        const string Program = "licensecheck";
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(place => File.Exists(Path.Combine(place, Program)))) return [];

        var sample = Path.Combine(folder, "some");
        var files = await code.ExtractAsync(git, code.Some(SampleOfFiles, _ => true), sample, stop);
        string[] command = Licences([sample]);
        Check(command, files);
        var values = await Turns.TakeAsync(Rounds,
        [
            () => Task.FromResult(MeasuredProcess.Run(command, mostExitCode: 1).Seconds),
            () => Task.FromResult(MeasuredProcess.Run([Program, "--recursive", "--check", ".*", "--machine", sample]).Seconds),
        ]);
        return [Measure.Of($"a whole process over a folder of {files} of the files, spread evenly; against Debian's {Program} on the same", "s", [.. values[0].Zip(values[1])])];
    }

    private static string[] Licences(string[] of) => [Command, "licences", .. of, "--no-cache", "--json"];

    // What is timed with its output thrown away says what it ought to.
    private static void Check(string[] command, int files)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode > 1) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");

        using var document = JsonDocument.Parse(printed);
        var told = document.RootElement.GetProperty("files").GetArrayLength();
        if (told != files) throw new InvalidOperationException($"{told} of {files} files were told.");
    }

    private static string? Given(IReadOnlyList<string> arguments, string name)
    {
        var at = arguments.ToList().IndexOf(name);
        if (at >= 0 && at + 1 == arguments.Count) throw new ArgumentException($"Say what {name} is.");
        return at < 0 ? null : arguments[at + 1];
    }
}
