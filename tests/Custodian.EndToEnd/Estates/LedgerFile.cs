using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Custodian.EndToEnd.Estates;

/// <summary>Reads what a service recorded, beside it and without a line of its code.</summary>
internal sealed class LedgerFile(string dataFolder)
{
    /// <summary>Facts of one kind, oldest first.</summary>
    public IReadOnlyList<(long Seq, JsonNode Body)> Of(string kind, string? commit = null)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            select   Seq, Body
            from     Fact
            where    Kind = $kind and ($commit is null or "Commit" = $commit)
            order by Seq
            """;
        command.Parameters.AddWithValue("$kind", kind);
        command.Parameters.AddWithValue("$commit", (object?)commit ?? DBNull.Value);
        using var rows = command.ExecuteReader();
        var facts = new List<(long, JsonNode)>();
        while (rows.Read()) facts.Add((rows.GetInt64(0), JsonNode.Parse(rows.GetFieldValue<byte[]>(1))!));
        return facts;
    }

    /// <summary>How much has been kept of what came through the sign-off doors: facts, statements, ids.</summary>
    public (long Facts, long Statements, long Ids) Kept()
    {
        using var connection = Open();
        return (
            Count(connection, "select count(*) from Fact where Kind not in ('verdict', 'check-run')"),
            Count(connection, "select count(*) from Personal"),
            Count(connection, "select count(*) from Received"));
    }

    private static long Count(SqliteConnection connection, string question)
    {
        using var command = connection.CreateCommand();
        command.CommandText = question;
        return (long)command.ExecuteScalar()!;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(dataFolder, "custodian.db"),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }
}
