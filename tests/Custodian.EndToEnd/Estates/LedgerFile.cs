using Microsoft.Data.Sqlite;

namespace Custodian.EndToEnd.Estates;

/// <summary>Reads what a service recorded, beside it and without a line of its code, as any program with SQLite can.</summary>
/// <param name="database">The file; it need not be there yet.</param>
internal sealed class LedgerFile(string database)
{
    private const string Columns = """select Seq, Kind, Repository, "Commit", At, Body, LeafHash from Fact""";

    /// <summary>Every fact, oldest first.</summary>
    public List<LedgerLine> Read() => Rows($"{Columns} order by Seq", null, null);

    /// <summary>Facts of one kind, oldest first.</summary>
    public IReadOnlyList<LedgerLine> Of(string kind, string? commit = null) =>
        Rows($"""{Columns} where Kind = $kind and ($commit is null or "Commit" = $commit) order by Seq""", kind, commit);

    /// <summary>How much has been kept of what came through the sign-off doors: facts, statements, ids.</summary>
    public (long Facts, long Statements, long Ids) Kept() => (
        (long)Scalar("select count(*) from Fact where Kind not in ('verdict', 'check-run')")!,
        (long)Scalar("select count(*) from Personal")!,
        (long)Scalar("select count(*) from Received")!);

    /// <summary>What SQLite says of the file: <c>ok</c>, or what is broken.</summary>
    public string Integrity() => (string)Scalar("pragma integrity_check")!;

    public byte[]? Evidence(string sha256) => (byte[]?)Scalar("select Bytes from Evidence where Sha256 = $key", sha256);

    /// <summary>Salt and text of a statement.</summary>
    public (byte[] Salt, byte[] Text)? Personal(string digest) =>
        Scalar("select Salt from Personal where Digest = $key", digest) is byte[] salt
            ? (salt, (byte[])Scalar("select Text from Personal where Digest = $key", digest)!)
            : null;

    private List<LedgerLine> Rows(string sql, string? kind, string? commit)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$kind", (object?)kind ?? DBNull.Value);
        command.Parameters.AddWithValue("$commit", (object?)commit ?? DBNull.Value);
        using var rows = command.ExecuteReader();
        var lines = new List<LedgerLine>();
        while (rows.Read())
        {
            lines.Add(new(rows.GetInt64(0), rows.GetString(1), Text(rows, 2), Text(rows, 3), rows.GetString(4), (byte[])rows[5], (byte[])rows[6]));
        }

        return lines;
    }

    private object? Scalar(string sql, string key = "")
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$key", key);
        return command.ExecuteScalar();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = database,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }

    private static string? Text(SqliteDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
}
