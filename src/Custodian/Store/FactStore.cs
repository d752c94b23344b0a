using System.Collections.Concurrent;
using System.Data;
using Custodian.Store.Migrations;
using Microsoft.Data.Sqlite;

namespace Custodian.Store;

/// <summary>
/// Facts in SQLite. All writing goes through one thread, which runs whatever waits in one transaction and makes it durable
/// with one sync (group commit), and which alone checkpoints the WAL. Readers never wait for it.
/// </summary>
internal sealed partial class FactStore : IFactSource, IDisposable
{
    /// <summary>So many works share one sync; more would only make the first of them wait.</summary>
    public const int DefaultGroupLimit = 1024;

    // About a megabyte of log; passive, so that a reader is never waited for.
    private const int GroupsBetweenCheckpoints = 64;

    private readonly SqliteDatabase database;
    private readonly SqliteConnection connection;
    private readonly FileStream folderLock;
    private readonly TimeProvider clock;
    private readonly ILogger<FactStore> logger;
    private readonly BlockingCollection<IWork> waiting = new(new ConcurrentQueue<IWork>());
    private readonly Thread thread;
    private readonly int groupLimit;
    private volatile StoreException? broken;

    private FactStore(SqliteDatabase database, FileStream folderLock, TimeProvider clock, ILogger<FactStore> logger, int groupLimit)
    {
        (this.database, this.folderLock, this.clock, this.logger, this.groupLimit) = (database, folderLock, clock, logger, groupLimit);
        connection = database.OpenWriter();
        Leases.EndAll(connection);
        thread = new Thread(WriteAll) { Name = "store writer", IsBackground = true };
        thread.Start();
    }

    /// <summary>Raised on the writer's thread after facts became durable; must return at once.</summary>
    public event Action? Committed;

    /// <summary>Why nothing can be written any more; null while all is well.</summary>
    public string? Broken => broken?.Message;

    /// <summary>Opens the store in a data folder, making or upgrading it as needed.</summary>
    /// <param name="groupLimit">Most works that share one sync.</param>
    /// <exception cref="StoreException">The folder cannot be used; the message names the mend.</exception>
    public static FactStore Open(string folder, TimeProvider clock, ILogger<FactStore> logger, int groupLimit = DefaultGroupLimit)
    {
        SqliteDatabase.RefuseUnsafeVersion();
        FileStream? folderLock = null;
        try
        {
            DataFolder.Make(folder);
            folderLock = DataFolder.Lock(folder);
            DataFolder.Probe(folder);
            var database = new SqliteDatabase(Path.Combine(folder, "custodian.db"));
            Migrator.Migrate(database);
            return new FactStore(database, folderLock, clock, logger, groupLimit);
        }
        catch (Exception cannot) when (cannot is SqliteException or IOException or UnauthorizedAccessException)
        {
            folderLock?.Dispose();
            throw DataFolder.Explain(folder, cannot);
        }
        catch (StoreException)
        {
            folderLock?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<FactReader, T> read, CancellationToken stop) => Task.Run(() =>
    {
        try
        {
            using var reader = database.OpenReader();
            using var snapshot = reader.BeginTransaction(IsolationLevel.Serializable);
            return read(new FactReader(reader, snapshot));
        }
        catch (SqliteException cannot)
        {
            throw DataFolder.Explain(database.File, cannot);
        }
    }, stop);

    /// <inheritdoc/>
    public Task<T> ReadPastAsync<T>(long end, Func<FactReader, T> read, CancellationToken stop) => Task.Run(() => database.ReadPast(end, read), stop);

    /// <summary>Runs work on the writer's thread; returns when what it appended is durable.</summary>
    /// <param name="work">Reads, decides, appends; no I/O of its own. What it throws undoes it alone.</param>
    /// <param name="stop">Ends the wait before the work starts; work that has started is finished.</param>
    /// <exception cref="StoreException">It could not be made durable: nothing of it has happened.</exception>
    public Task<T> WriteAsync<T>(Func<Transaction, T> work, CancellationToken stop)
    {
        var queued = new Work<T>(work, stop);
        try
        {
            waiting.Add(queued, stop);
        }
        catch (InvalidOperationException)
        {
            throw new StoreException("The service is stopping; try again when it is back.");
        }

        return queued.Done;
    }

    public void Dispose()
    {
        waiting.CompleteAdding();
        thread.Join();
        connection.Dispose();
        SqliteConnection.ClearAllPools();
        folderLock.Dispose();
        waiting.Dispose();
    }

    private void WriteAll()
    {
        var groups = 0L;
        foreach (var first in waiting.GetConsumingEnumerable())
        {
            var group = new List<IWork>(1) { first };
            try
            {
                if (broken is not null) throw broken;
                CommitGroup(group);
            }
            catch (Exception failed) when (failed is SqliteException or StoreException)
            {
                var told = failed as StoreException ?? DataFolder.Explain(database.File, failed);
                // After a failed sync nobody knows what the disk holds (PostgreSQL's "fsyncgate"): only a new start may go on.
                if (failed is SqliteException { SqliteErrorCode: 10 }) broken = told;
                LogFailed(failed);
                foreach (var work in group) work.Fail(told);
            }

            if (broken is null && ++groups % GroupsBetweenCheckpoints == 0) TryCheckpoint("passive");
        }

        if (broken is null) TryCheckpoint("truncate");
    }

    // What it cannot put into the database file stays in the log, and the next one or the next start puts it there.
    private void TryCheckpoint(string mode)
    {
        try
        {
            Checkpoint(mode);
        }
        catch (SqliteException cannot)
        {
            // A sync that failed may have lost pages that the next one would take for written: only a new start reads the log again.
            if (cannot.SqliteErrorCode == 10) broken = DataFolder.Explain(database.File, cannot);
            LogNotCheckpointed(cannot);
        }
    }

    private void CommitGroup(List<IWork> group)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var finished = new List<Action>();
        for (var work = group[0]; ;)
        {
            finished.Add(RunOne(work, transaction));
            if (group.Count == groupLimit || !waiting.TryTake(out work!)) break;
            group.Add(work);
        }

        transaction.Commit();
        foreach (var tell in finished) tell();
        Committed?.Invoke();
    }

    private Action RunOne(IWork work, SqliteTransaction transaction)
    {
        transaction.Save("work");
        var undone = work.Run(new Transaction(connection, transaction, clock));
        if (undone) transaction.Rollback("work");
        transaction.Release("work");
        return work.Tell;
    }

    private void Checkpoint(string mode)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"pragma wal_checkpoint({mode})";
        command.ExecuteNonQuery();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Facts could not be made durable; nothing of them was acknowledged")]
    private partial void LogFailed(Exception failed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The write-ahead log could not be put into the database file yet; it is tried again, and nothing is lost")]
    private partial void LogNotCheckpointed(Exception cannot);

    private interface IWork
    {
        /// <summary>Does it; true when it threw and must be undone.</summary>
        bool Run(Transaction transaction);

        /// <summary>Hands out the result; only after it is durable.</summary>
        void Tell();

        void Fail(StoreException why);
    }

    private sealed class Work<T>(Func<Transaction, T> work, CancellationToken stop) : IWork
    {
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T result = default!;
        private Exception? thrown;

        public Task<T> Done => done.Task;

        public bool Run(Transaction transaction)
        {
            try
            {
                stop.ThrowIfCancellationRequested();
                result = work(transaction);
                return false;
            }
            catch (SqliteException full) when (full.SqliteErrorCode is 10 or 11 or 13 or 26)
            {
                throw; // The database itself failed (I/O, corrupt, full): the whole group fails with it.
            }
            catch (Exception why)
            {
                thrown = why;
                return true;
            }
        }

        public void Tell()
        {
            if (thrown is null) done.SetResult(result);
            else done.SetException(thrown);
        }

        public void Fail(StoreException why) => done.TrySetException(why);
    }
}
