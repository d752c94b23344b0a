using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies.Examples;

/// <summary>The example files are what an operator could run with.</summary>
public class ExampleFileTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Example.PathOf(""), "*.yaml").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_found_in_order_and_surely_meant(string file)
    {
        var configuration = ConfigurationFile.Load(Example.PathOf(file), CustodianSetup.CheckSchemas, out var places);

        var warnings = new ConfigurationWarnings(configuration, places, file, new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero)).Find();
        // Apache lets nobody veto a release.
        if (file == "apache.yaml") Assert.Contains("'veto: []'", Assert.Single(warnings).Text, StringComparison.Ordinal);
        else Assert.Empty(warnings);
    }
}
