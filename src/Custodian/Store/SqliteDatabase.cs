using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Custodian.Store;

/// <summary>Opens the embedded database. Readers open it read-only, so that the writer alone can ever checkpoint the WAL.</summary>
internal sealed class SqliteDatabase(string file)
{
    /// <summary>The first version in which two connections cannot corrupt a WAL that both reset (sqlite.org/wal.html#walresetbug).</summary>
    private static readonly Version SafeSince = new(3, 51, 3);

    public string File { get; } = file;

    /// <summary>The version of SQLite that this process has linked.</summary>
    public static string LinkedVersion
    {
        get
        {
            using var memory = new SqliteConnection("Data Source=:memory:");
            return memory.ServerVersion.Length > 0 ? memory.ServerVersion : OpenedVersion(memory);
        }
    }

    /// <exception cref="StoreException">A version that can lose data is linked.</exception>
    public static void RefuseUnsafeVersion()
    {
        if (Version.Parse(LinkedVersion) < SafeSince)
        {
            throw new StoreException($"SQLite {LinkedVersion} can corrupt its write-ahead log; {SafeSince} or later has to be linked.");
        }
    }

    public SqliteConnection OpenWriter()
    {
        var connection = Open(SqliteOpenMode.ReadWriteCreate, pooling: false);
        connection.Execute("pragma journal_mode = wal");
        connection.Execute("pragma synchronous = full");
        connection.Execute("pragma wal_autocheckpoint = 0");
        return connection;
    }

    public DbConnection OpenReader() => Open(SqliteOpenMode.ReadOnly, pooling: true);

    /// <summary>Answers questions as they would have been answered when the ledger had so many facts.</summary>
    /// <exception cref="StoreException">The database cannot be read; the message names the mend.</exception>
    public T ReadPast<T>(long end, Func<FactReader, T> read)
    {
        try
        {
            // Of its own: a pooled one would show others the past.
            using var reader = Open(SqliteOpenMode.ReadOnly, pooling: false);
            using var snapshot = reader.BeginTransaction(IsolationLevel.Serializable);
            Past.Look(reader, snapshot, end);
            return read(new FactReader(reader, snapshot));
        }
        catch (SqliteException cannot)
        {
            throw DataFolder.Explain(File, cannot);
        }
    }

    private static string OpenedVersion(SqliteConnection memory)
    {
        memory.Open();
        return memory.ServerVersion;
    }

    private SqliteConnection Open(SqliteOpenMode mode, bool pooling)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = File,
            Mode = mode,
            Pooling = pooling,
            DefaultTimeout = 30,
        }.ToString());
        connection.Open();
        connection.Execute("pragma busy_timeout = 5000");
        return connection;
    }
}
