namespace Custodian.Benchmarks;

/// <summary>One benchmark: what it measures is run in turn with what it is compared against.</summary>
internal interface IBenchmark
{
    string Name { get; }

    Task<IReadOnlyList<Measure>> RunAsync(IReadOnlyList<string> arguments, CancellationToken stop);
}
