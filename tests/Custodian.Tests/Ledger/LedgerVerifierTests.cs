using System.Text;
using Custodian.Ledger;
using Xunit;

namespace Custodian.Tests.Ledger;

public sealed class LedgerVerifierTests : IDisposable
{
    private const int Size = 700;

    private static readonly LedgerKey Key = LedgerKey.Generate("custodian.example.nhs.uk/ledger");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(Size)]
    [InlineData(66_000)]
    public async Task A_whole_ledger_verifies(int size)
    {
        await PublishAsync(MemoryLog.Of(size));

        var report = await VerifyAsync();

        Assert.Empty(report.Findings);
        Assert.True(report.Verified);
        Assert.Equal(size, report.Entries);
        Assert.Equal(size, report.Checkpoint!.Size);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(300)]
    [InlineData(Size)]
    public async Task A_ledger_continues_each_of_its_older_checkpoints(int size)
    {
        await PublishAsync(MemoryLog.Of(Size));

        Assert.True((await VerifyAsync(older: await SignedAsync(MemoryLog.Of(size)))).Verified);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(255)]
    [InlineData(Size - 1)]
    public async Task A_flipped_bit_in_an_entry_is_found_and_the_entry_named(int entry)
    {
        await PublishAsync(MemoryLog.Of(Size));
        await ChangeBundleAsync(entry / 256, bodies => bodies[entry % 256][0] ^= 1);

        var report = await VerifyAsync();

        Assert.Contains(report.Findings, finding => finding.Code == LedgerFindingCode.EntryChanged && finding.Entry == entry);
        Assert.Contains(report.Findings, finding => finding.Code == LedgerFindingCode.Root);
    }

    [Fact]
    public async Task Every_flipped_byte_anywhere_is_found()
    {
        await PublishAsync(MemoryLog.Of(270));
        foreach (var file in Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            var good = await File.ReadAllBytesAsync(file);
            for (var at = 0; at < good.Length; at += 97)
            {
                byte[] bad = [.. good];
                bad[at] ^= 0x10;
                await File.WriteAllBytesAsync(file, bad);
                Assert.False((await VerifyAsync()).Verified, $"{file} at {at}");
            }

            await File.WriteAllBytesAsync(file, good);
        }

        Assert.True((await VerifyAsync()).Verified);
    }

    [Fact]
    public async Task A_dropped_entry_is_found()
    {
        await PublishAsync(MemoryLog.Of(Size));
        await ChangeBundleAsync(1, bodies => bodies.RemoveAt(100));

        var finding = Assert.Single((await VerifyAsync()).Findings);

        Assert.Equal(LedgerFindingCode.EntriesMissing, finding.Code);
        Assert.Equal("tile/entries/001 holds 255 entries where 256 belong: some were dropped.", finding.Text);
    }

    [Fact]
    public async Task A_missing_bundle_is_found()
    {
        await PublishAsync(MemoryLog.Of(Size));
        File.Delete(folder["tile/entries/001"]);

        Assert.Equal(LedgerFindingCode.EntriesMissing, Assert.Single((await VerifyAsync()).Findings).Code);
    }

    [Fact]
    public async Task A_missing_tile_is_found()
    {
        await PublishAsync(MemoryLog.Of(Size));
        File.Delete(folder["tile/1/000.p/2"]);

        var finding = Assert.Single((await VerifyAsync()).Findings);

        Assert.Equal((LedgerFindingCode.Tile, "tile/1/000.p/2 is missing."), (finding.Code, finding.Text));
    }

    [Fact]
    public async Task A_changed_upper_tile_is_found()
    {
        await PublishAsync(MemoryLog.Of(Size));
        var tile = folder["tile/1/000.p/2"];
        var bytes = await File.ReadAllBytesAsync(tile);
        bytes[33] ^= 1;
        await File.WriteAllBytesAsync(tile, bytes);

        Assert.Equal(LedgerFindingCode.TileChanged, Assert.Single((await VerifyAsync()).Findings).Code);
    }

    [Fact]
    public async Task Rewritten_history_of_the_same_size_is_found_with_an_older_checkpoint()
    {
        await PublishAsync(Rewritten());

        // Signed by the true key and whole in itself: nothing but an older checkpoint can tell.
        Assert.True((await VerifyAsync()).Verified);
        var finding = Assert.Single((await VerifyAsync(older: await SignedAsync(MemoryLog.Of(Size)))).Findings);

        Assert.Equal(LedgerFindingCode.Rewritten, finding.Code);
        Assert.Equal("History was rewritten: the first 700 entries are not those that the older checkpoint signed.", finding.Text);
    }

    [Fact]
    public async Task History_rewritten_below_a_checkpoint_that_is_much_older_is_found()
    {
        await PublishAsync(Rewritten());

        var finding = Assert.Single((await VerifyAsync(older: await SignedAsync(MemoryLog.Of(101)))).Findings);

        Assert.Equal(LedgerFindingCode.Rewritten, finding.Code);
        Assert.True((await VerifyAsync(older: await SignedAsync(MemoryLog.Of(100)))).Verified);
    }

    [Fact]
    public async Task A_shrunk_ledger_is_found_with_an_older_checkpoint()
    {
        await PublishAsync(MemoryLog.Of(Size - 1));

        var finding = Assert.Single((await VerifyAsync(older: await SignedAsync(MemoryLog.Of(Size)))).Findings);

        Assert.Equal(LedgerFindingCode.Shrunk, finding.Code);
        Assert.StartsWith("The ledger shrank: it has 699 entries, and an older checkpoint signed 700.", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_signed_by_another_key_is_not_looked_at()
    {
        await PublishAsync(MemoryLog.Of(Size));
        var pinned = LedgerKey.Generate(Key.Name).Verifier;

        var report = await new LedgerVerifier(new FolderReadableLog(folder.Path)).VerifyAsync(new() { Key = pinned }, default);

        var finding = Assert.Single(report.Findings);
        Assert.Equal(LedgerFindingCode.Signature, finding.Code);
        Assert.Equal(
            $"The checkpoint cannot be believed: it is signed by {Key.Name}+{Key.Verifier.Id:x8}, not by {Key.Name}+{pinned.Id:x8}.",
            finding.Text);
        Assert.Equal(0, report.Entries);
    }

    [Fact]
    public async Task A_checkpoint_for_a_ledger_of_another_name_is_refused()
    {
        await PublishAsync(MemoryLog.Of(Size));
        var text = new Checkpoint("other.example/ledger", Size, MemoryLog.Of(Size).RootByDefinition(0, Size)).Text;
        await File.WriteAllTextAsync(folder["checkpoint"], Key.Sign(text));

        Assert.Equal(LedgerFindingCode.Origin, Assert.Single((await VerifyAsync()).Findings).Code);
    }

    [Fact]
    public async Task A_signed_note_that_is_no_checkpoint_is_refused()
    {
        await File.WriteAllTextAsync(folder["checkpoint"], Key.Sign("a letter\n"));

        Assert.Equal(LedgerFindingCode.Checkpoint, Assert.Single((await VerifyAsync()).Findings).Code);
    }

    [Fact]
    public async Task An_older_checkpoint_that_somebody_else_signed_does_not_pass_for_one()
    {
        var log = MemoryLog.Of(Size);
        await PublishAsync(log);
        var foreign = new Checkpoint(Key.Name, Size, log.RootByDefinition(0, Size)).SignedBy(LedgerKey.Generate(Key.Name));

        var report = await VerifyAsync(older: Encoding.UTF8.GetBytes(foreign));

        Assert.Equal(LedgerFindingCode.Older, Assert.Single(report.Findings).Code);
    }

    [Fact]
    public async Task A_signed_root_that_the_entries_do_not_give_is_found()
    {
        await PublishAsync(MemoryLog.Of(Size));
        await File.WriteAllTextAsync(folder["checkpoint"], new Checkpoint(Key.Name, Size, new byte[32]).SignedBy(Key));

        Assert.Equal(LedgerFindingCode.Root, Assert.Single((await VerifyAsync()).Findings).Code);
    }

    [Fact]
    public async Task A_partial_tile_that_has_since_been_filled_is_taken_from_the_full_one()
    {
        var log = MemoryLog.Of(300);
        await PublishAsync(log);
        var checkpoint = await File.ReadAllTextAsync(folder["checkpoint"]);
        log.Append(300);
        await PublishAsync(log);
        Directory.Delete(folder["tile/0/001.p"], recursive: true);
        Directory.Delete(folder["tile/entries/001.p"], recursive: true);
        await File.WriteAllTextAsync(folder["checkpoint"], checkpoint);

        var report = await VerifyAsync();

        Assert.True(report.Verified, string.Join('\n', report.Findings));
        Assert.Equal(300, report.Entries);
    }

    [Fact]
    public async Task Every_entry_is_shown_to_the_caller_who_may_refuse_it()
    {
        await PublishAsync(MemoryLog.Of(Size));
        List<string> shown = [];

        var report = await new LedgerVerifier(new FolderReadableLog(folder.Path)).VerifyAsync(
            new()
            {
                Key = Key.Verifier,
                CheckEntry = (index, body, _) =>
                {
                    shown.Add(Encoding.UTF8.GetString(body.Span));
                    return ValueTask.FromResult(index == 500 ? "its columns differ." : null);
                },
            },
            default);

        Assert.Equal(Enumerable.Range(0, Size).Select(at => $"{{\"entry\":{at}}}"), shown);
        Assert.Equal(new(LedgerFindingCode.EntryRefused, "Entry 500: its columns differ.", 500), Assert.Single(report.Findings));
    }

    [Fact]
    public async Task Progress_is_told_bundle_by_bundle()
    {
        await PublishAsync(MemoryLog.Of(Size));
        var told = new Told();

        await new LedgerVerifier(new FolderReadableLog(folder.Path)).VerifyAsync(new() { Key = Key.Verifier, Progress = told }, default);

        Assert.Equal([256, 512, Size], told.Values);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_out_of_reach_and_not_a_bad_ledger()
    {
        var nowhere = new LedgerVerifier(new FolderReadableLog(folder["nowhere"]));

        await Assert.ThrowsAsync<LedgerUnreadableException>(() => nowhere.VerifyAsync(new() { Key = Key.Verifier }, default));
    }

    [Fact]
    public async Task An_empty_folder_has_no_checkpoint()
    {
        var report = await VerifyAsync();

        Assert.False(report.Verified);
        Assert.Equal("The ledger has no checkpoint.", Assert.Single(report.Findings).Text);
    }

    private static MemoryLog Rewritten()
    {
        var log = MemoryLog.Of(100);
        log.Append("{\"entry\":\"another\"}"u8.ToArray());
        log.Append(Size - 101);
        return log;
    }

    private static async Task<byte[]> SignedAsync(MemoryLog log) =>
        Encoding.UTF8.GetBytes(await new CheckpointSigner(Key, log.Tiles).NextAsync(log.LeafHashes.Count, null, default));

    private Task<LedgerReport> VerifyAsync(byte[]? older = null) =>
        new LedgerVerifier(new FolderReadableLog(folder.Path)).VerifyAsync(new() { Key = Key.Verifier, Older = older }, default);

    private async Task PublishAsync(MemoryLog log)
    {
        var size = log.LeafHashes.Count;
        var tiles = log.Tiles;
        await tiles.ExtendAsync(size, default);
        foreach (var path in TilePath.Between(0, size))
        {
            var file = folder[path.ToString()];
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, (await tiles.ReadAsync(path, size, default))!);
        }

        await File.WriteAllBytesAsync(folder["checkpoint"], await SignedAsync(log));
    }

    private async Task ChangeBundleAsync(long index, Action<List<byte[]>> change)
    {
        var file = folder[TilePath.In(TilePath.EntriesLevel, index, Size).ToString()];
        List<byte[]> bodies = [.. EntryBundle.Decode(await File.ReadAllBytesAsync(file))!.Select(body => body.ToArray())];
        change(bodies);
        await File.WriteAllBytesAsync(file, EntryBundle.Encode(bodies));
    }

    private sealed class Told : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }
}
