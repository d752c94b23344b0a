using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Custodian.Git;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>What an operator reads who starts the service on a data folder that it cannot use.</summary>
public sealed class BadDataFolderTests : IDisposable
{
    private readonly PeerFolder folder = new();

    private string Data => folder["service data"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task On_a_read_only_data_folder_the_service_ends_with_3_and_names_the_mend()
    {
        await ServeOnceAsync();
        // Root writes whatever the permissions say; a read-only mount binds it.
        if (Environment.IsPrivilegedProcess)
        {
            var mounted = await RunAsync("mount", "--bind", Data, Data);
            if (!mounted.Succeeded) Assert.Skip($"not run: nothing can be mounted here ({mounted.Error.Trim()})");
            Assert.True((await RunAsync("mount", "-o", "remount,ro,bind", Data)).Succeeded);
        }
        else
        {
            await RunAsync("chmod", "-R", "a-w", Data);
        }

        try
        {
            await EndsWithAsync($"{Data}.* (cannot be written: make it writable for the account that runs Custodian|is on a read-only file system: remount it writable, or name another --data folder)");
        }
        finally
        {
            if (Environment.IsPrivilegedProcess) await RunAsync("umount", Data);
            else await RunAsync("chmod", "-R", "u+w", Data);
        }
    }

    [Fact]
    public async Task On_data_of_a_newer_version_the_service_ends_with_3_and_names_the_mend()
    {
        await ServeOnceAsync();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "custodian.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "insert into SchemaVersions (ScriptName, Applied) values ('Custodian.Store.Migrations.Sqlite.9999-tomorrow.sql', '2026-01-01')";
            command.ExecuteNonQuery();
        }

        await EndsWithAsync("written by a newer version of Custodian \\(9999-tomorrow\\.sql\\).*restore a backup");
    }

    [Fact]
    public async Task On_a_full_disk_the_service_ends_with_3_and_names_the_mend()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("not run: a small tmpfs can be mounted as root only");
        Directory.CreateDirectory(Data);
        var mounted = await RunAsync("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", Data);
        if (!mounted.Succeeded) Assert.Skip($"not run: nothing can be mounted here ({mounted.Error.Trim()})");
        try
        {
            await ServeOnceAsync();
            var filler = Path.Combine(Data, "filler");
            Assert.Throws<IOException>(() => PeerFolder.Fill(filler));

            await EndsWithAsync("The disk that holds .* is full: make room");
        }
        finally
        {
            await RunAsync("umount", Data);
        }
    }

    private async Task EndsWithAsync(string mend)
    {
        var ended = await CommandLineClient.RunAsync(Arguments("http://127.0.0.1:0"));

        Assert.Equal(3, ended.ExitCode);
        Assert.Matches(mend, ended.Error);
        Assert.DoesNotContain("   at ", ended.Error);
        Assert.Equal("", ended.Output);
    }

    private async Task ServeOnceAsync()
    {
        var people = new People(folder.NewFolder("keys"));
        foreach (var person in People.Signers) await people.MakeKeyAsync(person);
        folder.Write("custodian.yaml", EstateYaml.Write(new(), people, folder.NewFolder("remote"), null, "", folder["workspaces"]).Replace("hook-secret", "# hook-secret", StringComparison.Ordinal));
        await using var service = await RunningService.StartAsync(folder["custodian.yaml"], $"http://127.0.0.1:{FreePort.Next()}", Data, new Dictionary<string, string>());
    }

    private string[] Arguments(string url) => ["serve", "--config", folder["custodian.yaml"], "--urls", url, "--data", Data];

    private static Task<ProgramResult> RunAsync(string program, params string[] arguments) => new ProgramRunner("tests").RunAsync(
        new() { Program = program, Arguments = arguments, Timeout = TimeSpan.FromSeconds(30) }, TestContext.Current.CancellationToken);
}
