using Custodian.Benchmarks;

IBenchmark[] benchmarks = [new PromoteBenchmark(), new HooksBenchmark(), new DecideBenchmark(), new LicencesBenchmark()];
var chosen = benchmarks.FirstOrDefault(benchmark => args.Length > 0 && benchmark.Name == args[0]);
if (chosen is null)
{
    Console.Error.WriteLine($"Name one of: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}");
    return 2;
}

var measures = await chosen.RunAsync(args[1..], CancellationToken.None);
Report.Print(chosen.Name, Environment.GetEnvironmentVariable("BENCH_COMMIT") ?? "unknown", measures);
return measures.All(measure => measure.Met) ? 0 : 1;
