using Custodian.Store;
using Custodian.Store.Migrations;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Custodian.Tests.Store;

public sealed class MigrationTests : IDisposable
{
    private const string Folder = "Custodian.Store.Migrations.Sqlite.";

    private readonly StoreBench bench = new();

    public static TheoryData<int> Versions => [.. Enumerable.Range(1, Scripts().Count)];

    public void Dispose() => bench.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_database_of_each_earlier_version_is_brought_forward_with_its_facts(int version)
    {
        Directory.CreateDirectory(bench.Folder);
        using (var old = new SqliteConnection($"Data Source={bench.File};Pooling=False"))
        {
            old.Open();
            Execute(old, "create table SchemaVersions (SchemaVersionID integer primary key autoincrement, ScriptName text not null, Applied datetime not null)");
            foreach (var script in Scripts().Take(version))
            {
                Execute(old, Text(script));
                Execute(old, $"insert into SchemaVersions (ScriptName, Applied) values ('{script}', '2026-01-01')");
            }

            var body = """{"kind":"candidate-closed","at":"2026-01-01T00:00:00Z","repository":"openmaxims","commit":"a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4","why":"superseded"}""";
            Execute(old, $"""
                insert into Fact (Seq, Kind, Repository, "Commit", At, Body, LeafHash)
                values (0, 'candidate-closed', 'openmaxims', '{StoreBench.Commit}', '2026-01-01T00:00:00Z', cast('{body}' as blob), zeroblob(32))
                """);
        }

        Assert.Equal(1, await bench.AppendAsync());
        Assert.Equal([0L, 1L], await bench.ReadAsync(reader => reader.All().Select(fact => fact.Seq).ToList()));
        Assert.Equal((long)Scripts().Count, bench.Foreign("select count(*) from SchemaVersions"));
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_with_the_mend_and_left_as_it_is()
    {
        await bench.AppendAsync();
        bench.Close();
        bench.Foreign($"insert into SchemaVersions (ScriptName, Applied) values ('{Folder}9999-tomorrow.sql', '2026-01-01')");

        var refused = Assert.Throws<StoreException>(() => bench.Store);

        Assert.Contains("written by a newer version of Custodian (9999-tomorrow.sql)", refused.Message);
        Assert.Contains("restore a backup", refused.Message);
        Assert.Equal(1L, bench.Foreign("select count(*) from Fact"));
    }

    [Fact]
    public async Task Opening_again_applies_nothing_twice()
    {
        await bench.AppendAsync();
        bench.Close();
        var before = bench.Foreign("select group_concat(ScriptName || Applied) from SchemaVersions");

        await bench.AppendAsync();

        Assert.Equal(before, bench.Foreign("select group_concat(ScriptName || Applied) from SchemaVersions"));
    }

    private static List<string> Scripts() =>
        [.. typeof(Migrator).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static string Text(string script)
    {
        using var reader = new StreamReader(typeof(Migrator).Assembly.GetManifestResourceStream(script)!);
        return reader.ReadToEnd();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
