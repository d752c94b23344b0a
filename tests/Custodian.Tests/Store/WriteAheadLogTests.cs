using Custodian.Store;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Custodian.Tests.Store;

/// <summary>How the database is opened: a fact is on the disk before anybody hears of it, and the writer alone checkpoints.</summary>
public sealed class WriteAheadLogTests : IDisposable
{
    private readonly StoreBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task The_writer_logs_ahead_syncs_fully_and_never_checkpoints_by_itself()
    {
        await bench.AppendAsync();
        bench.Close();

        using var writer = new SqliteDatabase(bench.File).OpenWriter();

        Assert.Equal("wal", writer.ExecuteScalar<string>("pragma journal_mode"));
        Assert.Equal(2, writer.ExecuteScalar<int>("pragma synchronous"));
        Assert.Equal(0, writer.ExecuteScalar<int>("pragma wal_autocheckpoint"));
    }

    [Theory]
    [InlineData("passive")]
    [InlineData("truncate")]
    public async Task A_reader_cannot_checkpoint(string mode)
    {
        await bench.AppendAsync();
        byte[][] before = [await ReadAsync(bench.File), await ReadAsync(bench.File + "-wal")];
        using var reader = new SqliteDatabase(bench.File).OpenReader();

        Assert.Throws<SqliteException>(() => reader.Execute($"pragma wal_checkpoint({mode})"));

        Assert.Equal(before, [await ReadAsync(bench.File), await ReadAsync(bench.File + "-wal")]);
        Assert.NotEmpty(before[1]);
        Assert.Equal(1, await bench.AppendAsync("the writer goes on"));
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        await open.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }
}
