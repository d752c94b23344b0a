using Custodian.Store;

namespace Custodian.Checks;

/// <summary>What all reports of one run say together; of the names of failing tests, the first 50.</summary>
internal sealed record TestTally(int Tests, int Failed, int Skipped, IReadOnlyList<string> Failing)
{
    /// <summary>Names that are kept; the count goes on.</summary>
    public const int MostNames = 50;

    /// <summary>The first failing tests with what is told of where they failed; those of which nothing is told are left out.</summary>
    public IReadOnlyList<FailedTest> Told { get; init; } = [];

    public const int MostTold = CheckRemarks.Most;

    public static TestTally None { get; } = new(0, 0, 0, []);

    public TestTally With(TestTally more) => new(
        Tests + more.Tests, Failed + more.Failed, Skipped + more.Skipped, [.. Failing.Concat(more.Failing).Take(MostNames)])
    {
        Told = [.. Told.Concat(more.Told).Take(MostTold)],
    };
}
