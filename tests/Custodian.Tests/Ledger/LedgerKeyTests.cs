using Custodian.Ledger;
using Xunit;

namespace Custodian.Tests.Ledger;

public sealed class LedgerKeyTests : IDisposable
{
    private const string Name = "custodian.example.nhs.uk/ledger";

    private readonly TemporaryFolder folder = new();

    private string KeyFile => folder["ledger.key"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_first_start_makes_a_key_and_the_next_reads_it()
    {
        var made = LedgerKey.LoadOrCreate(KeyFile, Name);
        var read = LedgerKey.LoadOrCreate(KeyFile, Name);

        Assert.Equal(made.Verifier.Text, read.Verifier.Text);
        Assert.Equal(made.Sign("a text\n"), read.Sign("a text\n"));
        Assert.StartsWith($"{Name}+", made.Verifier.Text, StringComparison.Ordinal);
        Assert.Equal([KeyFile], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_made_key_is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        LedgerKey.LoadOrCreate(KeyFile, Name);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_key_that_others_can_reach_is_refused_with_the_mend(UnixFileMode open)
    {
        if (OperatingSystem.IsWindows()) return;
        LedgerKey.LoadOrCreate(KeyFile, Name);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | open);

        var refused = Assert.Throws<LedgerKeyException>(() => LedgerKey.LoadOrCreate(KeyFile, Name));

        Assert.Contains($"chmod 600 '{KeyFile}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_ledger_is_refused()
    {
        LedgerKey.LoadOrCreate(KeyFile, "other.example/ledger");

        var refused = Assert.Throws<LedgerKeyException>(() => LedgerKey.LoadOrCreate(KeyFile, Name));

        Assert.Contains("signs as 'other.example/ledger'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_key_file_is_refused_and_stays_as_it_is()
    {
        LedgerKey.LoadOrCreate(KeyFile, Name);
        var half = File.ReadAllText(KeyFile)[..50];
        File.WriteAllText(KeyFile, half);

        Assert.Throws<LedgerKeyException>(() => LedgerKey.LoadOrCreate(KeyFile, Name));
        Assert.Equal(half, File.ReadAllText(KeyFile));
    }

    [Fact]
    public async Task Many_first_starts_at_once_agree_on_one_key()
    {
        using var start = new Barrier(16);
        var starts = Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return LedgerKey.LoadOrCreate(KeyFile, Name).Verifier.Text;
            },
            default,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));

        Assert.Single((await Task.WhenAll(starts)).Distinct());
        Assert.Equal([KeyFile], Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a+b")]
    [InlineData("line\nbreak")]
    public void A_name_that_no_note_could_carry_is_refused(string name) =>
        Assert.Throws<LedgerKeyException>(() => LedgerKey.LoadOrCreate(KeyFile, name));

    [Fact]
    public void A_key_never_prints_its_secret()
    {
        var key = LedgerKey.LoadOrCreate(KeyFile, Name);

        Assert.Equal(key.Verifier.Text, $"{key}");
        Assert.DoesNotContain(File.ReadAllText(KeyFile).TrimEnd()[^30..], $"{key}", StringComparison.Ordinal);
    }
}
