using Custodian.Ledger;
using Xunit;

namespace Custodian.Tests.Ledger;

public class CheckpointTests
{
    private const string Root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    // The example of the specification.
    private const string Example = $"example.com/behind-the-sofa\n20852163\n{Root}\n";

    [Fact]
    public void The_example_of_the_specification_reads_and_writes_the_same()
    {
        Assert.True(Checkpoint.TryParse(Example, out var checkpoint));

        Assert.Equal(new("example.com/behind-the-sofa", 20852163, Convert.FromBase64String(Root)), checkpoint);
        Assert.Equal(Example, checkpoint.Text);
    }

    [Fact]
    public void Further_lines_are_passed_over() => Assert.True(Checkpoint.TryParse(Example + "an extension\n", out _));

    [Theory]
    [InlineData($"log\n1\n{Root}")]
    [InlineData("log\n1\n")]
    [InlineData($"\n1\n{Root}\n")]
    [InlineData($"log\n01\n{Root}\n")]
    [InlineData($"log\n-1\n{Root}\n")]
    [InlineData($"log\n+1\n{Root}\n")]
    [InlineData($"log\n 1\n{Root}\n")]
    [InlineData($"log\n1.0\n{Root}\n")]
    [InlineData($"log\n9223372036854775808\n{Root}\n")]
    [InlineData("log\n1\nAAAA\n")]
    [InlineData("log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")]
    [InlineData($"log\n1\n{Root}\n\n")]
    [InlineData($"log\n1\n{Root}\n\nafter a gap\n")]
    public void Anything_else_is_refused(string text) => Assert.False(Checkpoint.TryParse(text, out _));

    [Fact]
    public void A_key_signs_only_for_its_own_log()
    {
        var key = LedgerKey.Generate("a.example/ledger");

        Assert.Throws<ArgumentException>(() => new Checkpoint("b.example/ledger", 0, MerkleTree.EmptyRoot).SignedBy(key));
    }

    [Fact]
    public async Task A_longer_log_that_continues_the_last_checkpoint_is_signed()
    {
        var key = LedgerKey.Generate("a.example/ledger");
        var log = MemoryLog.Of(300);
        var signer = new CheckpointSigner(key, log.Tiles);
        var last = await signer.NextAsync(0, null, default);
        last = await signer.NextAsync(200, last, default);
        last = await signer.NextAsync(300, last, default);

        Assert.Equal(new Checkpoint(key.Name, 300, log.RootByDefinition(0, 300)).SignedBy(key), last);
        Assert.Equal(last, await signer.NextAsync(300, last, default));
    }

    [Fact]
    public async Task A_restored_older_store_is_not_signed()
    {
        var key = LedgerKey.Generate("a.example/ledger");
        var last = await new CheckpointSigner(key, MemoryLog.Of(300).Tiles).NextAsync(300, null, default);

        var fork = await Assert.ThrowsAsync<LedgerForkException>(
            () => new CheckpointSigner(key, MemoryLog.Of(299).Tiles).NextAsync(299, last, default));

        Assert.Contains("holds 299 entries, but 300 were signed", fork.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_store_is_not_signed()
    {
        var key = LedgerKey.Generate("a.example/ledger");
        var last = await new CheckpointSigner(key, MemoryLog.Of(300).Tiles).NextAsync(300, null, default);
        var changed = MemoryLog.Of(299);
        changed.Append([1]);
        changed.Append(5);

        var fork = await Assert.ThrowsAsync<LedgerForkException>(
            () => new CheckpointSigner(key, changed.Tiles).NextAsync(305, last, default));

        Assert.Contains("are not those that were signed", fork.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_last_checkpoint_of_another_key_stops_the_signing()
    {
        var log = MemoryLog.Of(3);
        var last = await new CheckpointSigner(LedgerKey.Generate("a.example/ledger"), log.Tiles).NextAsync(3, null, default);

        await Assert.ThrowsAsync<LedgerForkException>(
            () => new CheckpointSigner(LedgerKey.Generate("a.example/ledger"), log.Tiles).NextAsync(3, last, default));
    }
}
