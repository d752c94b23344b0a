using Custodian.Checks;
using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Checks;

/// <summary>Keys and secrets below something that a sandbox shows.</summary>
public sealed class CoversTests : IDisposable
{
    private readonly CheckBench bench = new();

    public void Dispose() => bench.Dispose();

    private string Shared => Path.Combine(bench.Data, "..", "shared");

    [Fact]
    public async Task A_secret_s_file_cannot_be_read_while_its_neighbour_can()
    {
        var (secret, library) = (Put("shared/secret", CheckBench.Secret), Put("shared/library", "code"));

        var report = await ReadAsync([Shared], [bench.Data, secret], library, secret);

        Assert.Equal(CheckOutcome.Failed, report.Outcome);
        Assert.StartsWith("code", report.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(CheckBench.Secret, report.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_link_leads_round_the_cover()
    {
        var secret = Put("shared/keys/secret", CheckBench.Secret);
        var (named, shown) = (Link("named", "shared/keys"), Link("shown", "shared"));

        // The configuration names the secret through one link, and the policy shows its folder through another.
        var report = await ReadAsync([shown], [bench.Data, Path.Combine(named, "secret")], Path.Combine(shown, "keys", "secret"));

        Assert.True(File.Exists(secret));
        Assert.Equal(CheckOutcome.Failed, report.Outcome);
        Assert.DoesNotContain(CheckBench.Secret, report.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_a_folder_that_is_covered_already_is_no_trouble()
    {
        var secret = Put("shared/keys/secret", CheckBench.Secret);

        var report = await ReadAsync([Shared], [Path.GetDirectoryName(secret)!, secret], Put("shared/library", "code"));

        Assert.Equal((CheckOutcome.Passed, "code"), (report.Outcome, report.Log));
    }

    [Fact]
    public void What_is_not_shown_or_not_there_is_not_covered() =>
        Assert.Empty(Covers.Of([Put("elsewhere/secret", CheckBench.Secret), Path.Combine(Shared, "none")], [Path.GetDirectoryName(Put("shared/library", "code"))!]));

    private Task<CheckReport> ReadAsync(IReadOnlyList<string> shown, IReadOnlyList<string> hidden, params string[] files) =>
        bench.RunAsync(settings => settings with { Run = ["cat", .. files], ReadOnly = shown }, hidden: hidden);

    private string Put(string name, string text)
    {
        var path = Path.GetFullPath(Path.Combine(bench.Data, "..", name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private string Link(string name, string target)
    {
        var path = Path.GetFullPath(Path.Combine(bench.Data, "..", name));
        Directory.CreateSymbolicLink(path, target);
        return path;
    }
}
