using Custodian.Policies;
using Custodian.Store;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Service;

/// <summary>The first policy is in force because the operator starts with it; whoever pins its digest starts with no other.</summary>
[Collection(nameof(Alone))]
public sealed class GenesisTests
{
    private static readonly string Other = new('0', 64);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_first_policy_that_is_not_the_pinned_one_is_refused_and_nothing_is_recorded()
    {
        await using var bench = await PageBench.StartAsync();
        await PinAsync(bench, Other);
        var configuration = ConfigurationFile.Load(bench.File, CustodianSetup.CheckSchemas);
        var folder = Path.Combine(Path.GetDirectoryName(bench.File)!, "new");

        await using (var app = CustodianSetup.Build(configuration, folder, "http://127.0.0.1:0", bench.Clock))
        {
            var refused = await Assert.ThrowsAsync<StoreException>(() => CustodianSetup.BeginAsync(app, Stop));
            Assert.Equal($"The configuration pins {Other} as the first policy, and its own is {configuration.PolicyDigest}: nothing was recorded. Correct policy: genesis:, or the policy.", refused.Message);
        }

        using var connection = new SqliteDatabase(Path.Combine(folder, "custodian.db")).OpenReader();
        Assert.Equal(0, new FactReader(connection, null).Size());
    }

    [Fact]
    public async Task Data_that_began_with_another_policy_than_the_pinned_one_is_refused_and_stays_as_it_is()
    {
        await using var bench = await PageBench.StartAsync();
        await bench.AdoptFirstAsync();
        var first = bench.Read(reader => Assert.Single(reader.Every<PolicyAdopted>()).Body.Digest);
        await PinAsync(bench, first);
        await bench.RestartAsync();
        var size = bench.Read(reader => reader.Size());
        await PinAsync(bench, Other);

        var refused = await Assert.ThrowsAsync<StoreException>(bench.RestartAsync);

        Assert.Equal($"The configuration pins {Other} as the first policy, and this data began with {first}: it is another estate's data, or the pin is wrong.", refused.Message);
        Assert.Equal(size, bench.Read(reader => reader.Size()));
    }

    private static async Task PinAsync(PageBench bench, string digest)
    {
        var lines = (await File.ReadAllLinesAsync(bench.File, Stop)).Where(line => !line.StartsWith("policy:", StringComparison.Ordinal));
        bench.Rewrite(string.Join('\n', lines.Append($"policy: {{ genesis: {digest} }}")) + "\n");
    }
}
