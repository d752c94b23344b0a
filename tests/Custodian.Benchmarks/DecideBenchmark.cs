using System.Diagnostics;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Custodian.Benchmarks;

/// <summary>
/// Decisions a second on one core, and how they grow; and gathering a candidate's facts and deciding, in a store of 10,000 candidates and
/// 1,000,000 sign-offs, against the bare indexed read of the same rows and against a store of a hundredth.
/// </summary>
internal sealed class DecideBenchmark : IBenchmark
{
    private const int Rounds = 7;

    // What is timed is a service that has been at work for a while: before that the runtime still compiles.
    private const int WarmUps = 3;

    private const int Decisions = 100_000;
    private const int Candidates = 10_000;
    private const int FewCandidates = 100;
    private const int SignOffsEach = 100;
    private const int ReadsARound = 400;
    private const double Goal = 200_000;

    private const string Bare = """
        select   Seq, Body
        from     Fact
        where    Repository = $repository and "Commit" = $commit and Kind in ('candidate-seen', 'check-run', 'sign-off')
        order by Seq
        """;

    private static readonly CommitSha Gold = Commit(0);

    public string Name => "decide";

    public async Task<IReadOnlyList<Measure>> RunAsync(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        var ready = SamplePolicy.Facts(Commit(1), Gold);
        var held = ready with { SignOffs = [.. ready.SignOffs.Where(one => one.Person != "sthk-director")] };
        var measures = new List<Measure> { Speed("decisions that promote", ready, "Promote"), Speed("decisions that hold for one sign-off", held, "Hold") };
        measures.AddRange(DecideGrowth.Measures(ready));
        if (!arguments.Contains("--no-store")) measures.AddRange(await GatherAsync(stop));
        return measures;
    }

    private static Measure Speed(string name, Facts facts, string expected)
    {
        var values = new List<double>();
        for (var round = 0; round < WarmUps + Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            var said = 0;
            for (var number = 0; number < Decisions; number++) said += Gate.Decide(facts).GetType().Name == expected ? 1 : 0;
            if (said != Decisions) throw new InvalidOperationException($"{name}: {said} of {Decisions} said {expected}.");
            if (round >= WarmUps) values.Add(Decisions / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        var median = Measure.Median(values);
        return new(name, median, "decisions/s", Goal: $"at least {Goal:0} on one core", Met: median >= Goal);
    }

    private static async Task<IReadOnlyList<Measure>> GatherAsync(CancellationToken stop)
    {
        var (folder, small) = (Directory.CreateTempSubdirectory("custodian-bench-").FullName, Directory.CreateTempSubdirectory("custodian-bench-").FullName);
        try
        {
            using var store = FactStore.Open(folder, TimeProvider.System, NullLogger<FactStore>.Instance);
            await FillAsync(store, Candidates, stop);
            using var fewer = FactStore.Open(small, TimeProvider.System, NullLogger<FactStore>.Instance);
            await FillAsync(fewer, FewCandidates, stop);
            using var bare = new SqliteConnection($"Data Source={Path.Combine(folder, "custodian.db")};Mode=ReadOnly");
            bare.Open();
            var (rounds, sizes) = (new List<(double, double)>(), new List<(double, double)>());
            for (var round = 0; round < WarmUps + Rounds; round++)
            {
                var commits = Enumerable.Range(0, ReadsARound).Select(number => Commit(1 + (((round * ReadsARound) + (number * 7919)) % Candidates))).ToList();
                // Each goes first as often as the other.
                var first = round % 2 == 0 ? await DecideAsync(store, commits, stop) : Read(bare, commits);
                var second = round % 2 == 0 ? Read(bare, commits) : await DecideAsync(store, commits, stop);
                if (round < WarmUps) continue;

                rounds.Add(round % 2 == 0 ? (first, second) : (second, first));
                sizes.Add((rounds[^1].Item1, await DecideAsync(fewer, [.. Enumerable.Range(0, ReadsARound).Select(number => Commit(1 + (number % FewCandidates)))], stop)));
            }

            var read = Measure.Of($"gathered and decided, {SignOffsEach} sign-offs each; against the bare indexed read of the same rows", "candidates/s", rounds);
            var size = Measure.Of($"the same in a store of {Candidates} candidates; against one of {FewCandidates}", "candidates/s", sizes);
            return [read with { Goal = "at least 0.5", Met = read.Ratio >= 0.5 }, size with { Goal = "at least 0.8", Met = size.Ratio >= 0.8 }];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Directory.Delete(small, recursive: true);
        }
    }

    private static Task<double> DecideAsync(FactStore store, List<CommitSha> commits, CancellationToken stop) => store.ReadAsync(reader =>
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var commit in commits)
        {
            var facts = Gathering.Gather(reader, new("bench", commit), SamplePolicy.Policy, new(Gold, true, true, [], []), SamplePolicy.Now)!;
            if (facts.SignOffs.Count != SignOffsEach || Gate.Decide(facts) is Verdict.Promote) throw new InvalidOperationException("The facts are not those that were stored.");
        }

        return commits.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }, stop);

    private static double Read(SqliteConnection bare, List<CommitSha> commits)
    {
        using var snapshot = bare.BeginTransaction();
        using var command = bare.CreateCommand();
        command.Transaction = snapshot;
        command.CommandText = Bare;
        var repository = command.Parameters.Add("$repository", SqliteType.Text);
        var commit = command.Parameters.Add("$commit", SqliteType.Text);
        repository.Value = "bench";
        var started = Stopwatch.GetTimestamp();
        foreach (var one in commits)
        {
            commit.Value = one.ToString();
            using var rows = command.ExecuteReader();
            var count = 0;
            for (; rows.Read(); count++)
            {
                rows.GetInt64(0);
                if (rows.GetFieldValue<byte[]>(1).Length == 0) throw new InvalidOperationException("An empty fact.");
            }

            if (count != SignOffsEach + 2) throw new InvalidOperationException($"{count} rows.");
        }

        return commits.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task FillAsync(FactStore store, int candidates, CancellationToken stop)
    {
        await store.WriteAsync(transaction => transaction.Append(new Adopted
        {
            At = SamplePolicy.Now, Repository = "bench", Commit = Gold, Digest = SamplePolicy.Contents, Intent = 0,
        }), stop);
        var words = SamplePolicy.Words.ToList();
        for (var first = 1; first <= candidates; first += 100)
        {
            var from = first;
            await store.WriteAsync(transaction =>
            {
                for (var number = from; number < from + 100; number++) Fill(transaction, Commit(number), words);
                return true;
            }, stop);
        }
    }

    private static void Fill(Transaction transaction, CommitSha commit, List<(string Trust, string Person, string Role)> words)
    {
        transaction.Append(new CandidateSeen { At = SamplePolicy.Now, Repository = "bench", Commit = commit, Ref = "refs/heads/main", Subject = SamplePolicy.Contents });
        transaction.Append(new CheckRun
        {
            At = SamplePolicy.Now, Repository = "bench", Commit = commit, Run = Guid.NewGuid().ToString("N"), Check = "check-0", Definition = new('7', 64), Outcome = CheckOutcome.Passed,
            Summary = "412 tests ran.", Sandbox = "bubblewrap", Tests = 412, Failed = 0, Skipped = 0, FailingTests = [], StartedAt = SamplePolicy.Now,
        });
        for (var number = 0; number < SignOffsEach; number++)
        {
            var (trust, person, role) = words[number % words.Count];
            transaction.Append(new SignOffGiven
            {
                At = SamplePolicy.Now, Repository = "bench", Commit = commit, SubjectKind = SubjectKind.Commit, Subject = SamplePolicy.Contents, Gold = Gold, Person = person,
                Custodian = trust, Role = role, Decision = SignOffDecision.Approve, Rules = SamplePolicy.RulesDigest, StatedAt = SamplePolicy.Now,
                Statement = new('8', 64), Door = "ssh", Key = SamplePolicy.KeyName, Signature = new('a', 64),
            });
        }
    }

    private static CommitSha Commit(int number) => new($"{number + 1:x40}");
}
