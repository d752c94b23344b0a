using Dapper;
using Microsoft.Data.Sqlite;

namespace Custodian.Store;

/// <summary>
/// SHA-256 ids of git objects by their SHA-1 ids: a cache in a file of its own, which may be deleted at any time. It is
/// no fact: whatever rests on it is computed again from the objects where it is missing.
/// </summary>
internal sealed partial class ObjectDigests(string file, ILogger<ObjectDigests> logger)
{
    private const string Make = "create table if not exists ObjectDigest (Sha1 blob not null primary key, Sha256 blob not null) without rowid";

    private const string All = "select Sha1, Sha256 from ObjectDigest";

    private const string Add = "insert or ignore into ObjectDigest (Sha1, Sha256) values (@sha1, @sha256)";

    public IReadOnlyList<(byte[] Sha1, byte[] Sha256)> Load()
    {
        try
        {
            using var connection = Open();
            return [.. connection.Query<(byte[], byte[])>(All)];
        }
        catch (SqliteException unreadable)
        {
            LogUnreadable(unreadable, file);
            return [];
        }
    }

    public void Keep(IReadOnlyCollection<(byte[] Sha1, byte[] Sha256)> added)
    {
        try
        {
            Write(added);
        }
        catch (SqliteException unwritable)
        {
            LogUnwritable(unwritable, file);
        }
    }

    private void Write(IReadOnlyCollection<(byte[] Sha1, byte[] Sha256)> added)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.CommandText = Add;
        var (sha1, sha256) = (insert.Parameters.Add("@sha1", SqliteType.Blob), insert.Parameters.Add("@sha256", SqliteType.Blob));
        foreach (var (from, to) in added)
        {
            (sha1.Value, sha256.Value) = (from, to);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        connection.Execute(Make);
        return connection;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cache {File} cannot be read, so that every file is read again: delete it")]
    private partial void LogUnreadable(Exception unreadable, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cache {File} cannot be written, so that files are read again after the next start: is the disk full, or the file damaged?")]
    private partial void LogUnwritable(Exception unwritable, string file);
}
