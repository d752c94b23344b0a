using Dapper;
using Microsoft.Data.Sqlite;

namespace Custodian.Store;

/// <summary>
/// SHA-256 ids of git objects by their SHA-1 ids: a cache in a file of its own, which may be deleted at any time. It is
/// no fact: whatever rests on it is computed again from the objects where it is missing.
/// </summary>
internal sealed class ObjectDigests(string file)
{
    private const string Make = "create table if not exists ObjectDigest (Sha1 blob not null primary key, Sha256 blob not null) without rowid";

    private const string All = "select Sha1, Sha256 from ObjectDigest";

    private const string Add = "insert or ignore into ObjectDigest (Sha1, Sha256) values (@sha1, @sha256)";

    public IReadOnlyList<(byte[] Sha1, byte[] Sha256)> Load()
    {
        using var connection = Open();
        return [.. connection.Query<(byte[], byte[])>(All)];
    }

    public void Keep(IReadOnlyCollection<(byte[] Sha1, byte[] Sha256)> added)
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
}
