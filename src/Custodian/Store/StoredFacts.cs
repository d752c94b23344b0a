using System.Data;
using Microsoft.Data.Sqlite;

namespace Custodian.Store;

/// <summary>Looks into a data folder without taking it: a service may go on working in it meanwhile.</summary>
internal static class StoredFacts
{
    /// <summary>Answers a question from one snapshot of everything committed.</summary>
    /// <exception cref="StoreException">There is no database in the folder, or it cannot be read.</exception>
    public static async Task<T> ReadAsync<T>(string folder, Func<FactReader, Task<T>> read)
    {
        var file = Find(folder);
        try
        {
            using var connection = new SqliteDatabase(file).OpenReader();
            using var snapshot = connection.BeginTransaction(IsolationLevel.Serializable);
            return await read(new FactReader(connection, snapshot));
        }
        catch (SqliteException cannot)
        {
            throw DataFolder.Explain(file, cannot);
        }
    }

    /// <summary>The folder's facts, for whoever asks several questions.</summary>
    /// <exception cref="StoreException">There is no database in the folder.</exception>
    public static IFactSource Of(string folder) => new Source(folder, Find(folder));

    private static string Find(string folder)
    {
        var file = Path.Combine(folder, "custodian.db");
        if (!File.Exists(file)) throw new StoreException($"{folder} holds no custodian.db: name the service's data folder.");

        SqliteDatabase.RefuseUnsafeVersion();
        return file;
    }

    private sealed class Source(string folder, string file) : IFactSource
    {
        public Task<T> ReadAsync<T>(Func<FactReader, T> read, CancellationToken stop) => StoredFacts.ReadAsync(folder, reader => Task.FromResult(read(reader)));

        public Task<T> ReadPastAsync<T>(long end, Func<FactReader, T> read, CancellationToken stop) => Task.FromResult(new SqliteDatabase(file).ReadPast(end, read));
    }
}
