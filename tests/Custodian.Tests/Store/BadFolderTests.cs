using Custodian.Git;
using Custodian.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Custodian.Tests.Store;

/// <summary>A data folder that cannot be used is refused with the mend; a database that somebody else holds is waited for.</summary>
public sealed class BadFolderTests : IDisposable
{
    private readonly StoreBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact]
    public void The_linked_SQLite_is_one_that_cannot_corrupt_its_log()
    {
        Assert.True(Version.Parse(SqliteDatabase.LinkedVersion) >= new Version(3, 51, 3), SqliteDatabase.LinkedVersion);
        SqliteDatabase.RefuseUnsafeVersion();
    }

    [Fact]
    public void A_folder_that_another_service_uses_is_refused()
    {
        using var other = Open(bench.Folder);

        var refused = Assert.Throws<StoreException>(() => bench.Store);

        Assert.Contains("is in use by another Custodian. Stop that one first", refused.Message);
    }

    [Fact]
    public void A_file_where_the_folder_should_be_is_refused()
    {
        File.WriteAllText(bench.Folder, "");

        var refused = Assert.Throws<StoreException>(() => bench.Store);

        Assert.Contains(bench.Folder, refused.Message);
        File.Delete(bench.Folder);
    }

    [Fact]
    public async Task A_damaged_database_is_refused_and_left_as_it_is()
    {
        await bench.AppendAsync();
        bench.Close();
        var bytes = await File.ReadAllBytesAsync(bench.File, Stop);
        "not a database at all"u8.CopyTo(bytes);
        await File.WriteAllBytesAsync(bench.File, bytes, Stop);

        var refused = Assert.Throws<StoreException>(() => bench.Store);

        Assert.Contains("is damaged: restore it from a backup", refused.Message);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(bench.File, Stop));
    }

    [Fact]
    public async Task A_read_only_folder_is_refused()
    {
        await bench.AppendAsync();
        bench.Close();
        var folder = bench.Folder;
        if (Environment.IsPrivilegedProcess)
        {
            // Root writes whatever the permissions say; a read-only mount binds it.
            await MountAsync("--bind", folder, folder);
            await MountAsync("-o", "remount,ro,bind", folder);
        }
        else
        {
            await RunAsync("chmod", "-R", "a-w", folder);
        }

        try
        {
            var refused = Assert.Throws<StoreException>(() => bench.Store);

            Assert.Matches("cannot be written: make it writable|is on a read-only file system: remount it writable", refused.Message);
        }
        finally
        {
            if (Environment.IsPrivilegedProcess) await RunAsync("umount", folder);
            else await RunAsync("chmod", "-R", "u+w", folder);
        }
    }

    [Fact]
    public async Task A_full_disk_fails_the_append_and_keeps_what_was_acknowledged()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("not run: a small tmpfs can be mounted as root only");
        Directory.CreateDirectory(bench.Folder);
        await MountAsync("-t", "tmpfs", "-o", "size=2m", "tmpfs", bench.Folder);
        try
        {
            var kept = 0;
            StoreException? full = null;
            while (full is null && kept < 1000)
            {
                try
                {
                    await bench.AppendAsync(new string('x', 60_000));
                    kept++;
                }
                catch (StoreException refused)
                {
                    full = refused;
                }
            }

            Assert.Contains("is full: make room. Nothing that was acknowledged is lost.", full?.Message);
            Assert.InRange(kept, 1, 999);
            Assert.Equal(kept, await bench.ReadAsync(reader => reader.Size()));
            await RunAsync("mount", "-o", "remount,size=16m", bench.Folder);
            Assert.Equal(kept, await bench.AppendAsync("there is room again"));
            bench.Close();
            Assert.Equal(kept + 1, await bench.ReadAsync(reader => reader.Size()));
        }
        finally
        {
            bench.Close();
            await RunAsync("umount", bench.Folder);
        }
    }

    [Fact]
    public async Task A_store_that_ends_on_a_full_disk_ends_quietly()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("not run: a small tmpfs can be mounted as root only");
        Directory.CreateDirectory(bench.Folder);
        await MountAsync("-t", "tmpfs", "-o", "size=2m", "tmpfs", bench.Folder);
        try
        {
            // The log holds what the database has no room for when it is checkpointed at the end.
            for (var fact = 0; fact < 14; fact++) await bench.AppendAsync(new string('x', 60_000));
            using (var filler = File.Create(Path.Combine(bench.Folder, "filler")))
            {
                Assert.Throws<IOException>(() => Fill(filler));
            }

            bench.Close();

            File.Delete(Path.Combine(bench.Folder, "filler"));
            await RunAsync("mount", "-o", "remount,size=16m", bench.Folder);
            Assert.Equal(14, await bench.ReadAsync(reader => reader.Size()));
        }
        finally
        {
            bench.Close();
            await RunAsync("umount", bench.Folder);
        }
    }

    [Fact]
    public async Task A_lock_that_another_program_holds_for_a_while_is_waited_for()
    {
        await bench.AppendAsync();
        Task<long> append;
        using (var other = bench.OpenForeign())
        {
            Execute(other, "begin exclusive");
            append = bench.AppendAsync("waited");
            // Readers do not wait: what was committed can be asked for all the time.
            Assert.Equal(1, await bench.ReadAsync(reader => reader.Size()));
            Assert.False(append.IsCompleted);
            Execute(other, "commit");
        }

        Assert.Equal(1, await append);
    }

    [Fact]
    public async Task A_lock_that_is_never_let_go_fails_the_append_with_the_mend_and_loses_nothing()
    {
        await bench.AppendAsync();
        using (var other = bench.OpenForeign())
        {
            Execute(other, "begin exclusive");

            var refused = await Assert.ThrowsAsync<StoreException>(() => bench.AppendAsync("too late"));

            Assert.Contains("is locked by another program: stop that program", refused.Message);
            Execute(other, "commit");
        }

        Assert.Equal(1, await bench.AppendAsync("again"));
        Assert.Equal(2, await bench.ReadAsync(reader => reader.Size()));
    }

    private static void Fill(FileStream file)
    {
        while (true)
        {
            file.Write(new byte[4096]);
            file.Flush();
        }
    }

    private FactStore Open(string folder) => FactStore.Open(folder, bench.Clock, NullLogger<FactStore>.Instance);

    private static void Execute(Microsoft.Data.Sqlite.SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task MountAsync(params string[] arguments)
    {
        if (await TryAsync("mount", arguments) is { Succeeded: false } refused) Assert.Skip($"not run: this root may not mount ({refused.Error.Trim()})");
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var result = await TryAsync(program, arguments);
        Assert.True(result.Succeeded, result.Error);
    }

    private static Task<ProgramResult> TryAsync(string program, string[] arguments) =>
        new ProgramRunner("tests").RunAsync(new() { Program = program, Arguments = arguments, Timeout = TimeSpan.FromMinutes(1) }, CancellationToken.None);
}
