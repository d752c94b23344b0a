using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Custodian.Tests.Store;

/// <summary>A data folder with a store in it, and one good fact to change.</summary>
internal sealed class StoreBench : IDisposable
{
    public const string Repository = "openmaxims";

    public static readonly CommitSha Commit = new("a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4");

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("custodian-store-");
    private FactStore? store;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    public string Folder => Path.Combine(root.FullName, "data");

    public string File => Path.Combine(Folder, "custodian.db");

    public FactStore Store => store ??= FactStore.Open(Folder, Clock, NullLogger<FactStore>.Instance);

    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    public static CandidateRefused Fact(Transaction transaction, string text = "a reason") => new()
    {
        At = transaction.Now,
        Repository = Repository,
        Commit = Commit,
        Ref = "refs/heads/main",
        Code = "not-a-fast-forward",
        Text = text,
    };

    public Task<long> AppendAsync(string text = "a reason") => Store.WriteAsync(transaction => transaction.Append(Fact(transaction, text)), Stop);

    public Task<T> ReadAsync<T>(Func<FactReader, T> read) => Store.ReadAsync(read, Stop);

    /// <summary>Ends the store, as a stop does; the next use opens it again.</summary>
    public void Close()
    {
        store?.Dispose();
        store = null;
    }

    /// <summary>Another program's connection to the same file.</summary>
    public SqliteConnection OpenForeign()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        return connection;
    }

    public object? Foreign(string sql)
    {
        using var connection = OpenForeign();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        Close();
        root.Delete(recursive: true);
    }
}
