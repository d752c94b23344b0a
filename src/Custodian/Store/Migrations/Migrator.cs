using System.Reflection;
using Dapper;
using DbUp;

namespace Custodian.Store.Migrations;

/// <summary>Brings the schema forward, one numbered file after another, never back.</summary>
internal static class Migrator
{
    private const string Folder = "Custodian.Store.Migrations.Sqlite.";

    private const string Applied = "select ScriptName from SchemaVersions order by SchemaVersionID";

    /// <exception cref="StoreException">The database comes from a newer version, or a migration failed.</exception>
    public static void Migrate(SqliteDatabase database)
    {
        RefuseNewer(database);
        var result = DeployChanges.To
            .SqliteDatabase($"Data Source={database.File};Pooling=False")
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.StartsWith(Folder, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new StoreException($"{database.File} could not be brought up to date by {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
        }
    }

    private static void RefuseNewer(SqliteDatabase database)
    {
        using var connection = database.OpenWriter();
        var journal = connection.ExecuteScalar<long>("select count(*) from sqlite_master where type = 'table' and name = 'SchemaVersions'");
        if (journal == 0) return;

        var known = Assembly.GetExecutingAssembly().GetManifestResourceNames().ToHashSet(StringComparer.Ordinal);
        var unknown = connection.Query<string>(Applied).FirstOrDefault(script => !known.Contains(script));
        if (unknown is not null)
        {
            throw new StoreException(
                $"{database.File} was written by a newer version of Custodian ({unknown[Folder.Length..]}). "
                + "Start that version, or restore a backup that this version made.");
        }
    }
}
