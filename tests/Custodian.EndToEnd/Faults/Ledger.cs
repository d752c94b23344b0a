using Microsoft.Data.Sqlite;

namespace Custodian.EndToEnd.Faults;

/// <summary>Reads the database file as any program with SQLite can.</summary>
internal static class Ledger
{
    public static List<LedgerLine> Read(string database)
    {
        using var connection = Open(database);
        using var command = connection.CreateCommand();
        command.CommandText = """select Seq, Kind, Repository, "Commit", At, Body, LeafHash from Fact order by Seq""";
        using var rows = command.ExecuteReader();
        var lines = new List<LedgerLine>();
        while (rows.Read())
        {
            lines.Add(new(rows.GetInt64(0), rows.GetString(1), Text(rows, 2), Text(rows, 3), rows.GetString(4), (byte[])rows[5], (byte[])rows[6]));
        }

        return lines;
    }

    public static IReadOnlyList<LedgerLine> Of(string database, string kind) => [.. Read(database).Where(line => line.Kind == kind)];

    /// <summary>What SQLite says of the file: <c>ok</c>, or what is broken.</summary>
    public static string Integrity(string database) => (string)Scalar(database, "pragma integrity_check")!;

    public static byte[]? Evidence(string database, string sha256) => (byte[]?)Scalar(database, "select Bytes from Evidence where Sha256 = $key", sha256);

    /// <summary>Salt and text of a statement.</summary>
    public static (byte[] Salt, byte[] Text)? Personal(string database, string digest) =>
        Scalar(database, "select Salt from Personal where Digest = $key", digest) is byte[] salt
            ? (salt, (byte[])Scalar(database, "select Text from Personal where Digest = $key", digest)!)
            : null;

    private static object? Scalar(string database, string sql, string key = "")
    {
        using var connection = Open(database);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (sql.Contains("$key", StringComparison.Ordinal)) command.Parameters.AddWithValue("$key", key);
        return command.ExecuteScalar();
    }

    private static SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }

    private static string? Text(SqliteDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
}
