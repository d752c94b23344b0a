using Custodian.Commands;
using Custodian.Ledger;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Custodian.Tests.Ledger;

public sealed class LedgerStoreTests : IAsyncLifetime
{
    private LedgerService service = null!;

    public async ValueTask InitializeAsync() => service = await LedgerService.StartAsync();

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task A_restart_keeps_the_key_and_the_log()
    {
        await service.AppendAsync(300);
        var (key, head) = (service.Get<LedgerKey>().Verifier, await service.Get<LedgerHead>().NewestAsync(default));
        await service.StopAsync();

        await service.StartAgainAsync();

        Assert.Equal(key.Text, service.Get<LedgerKey>().Verifier.Text);
        Assert.Equal(head, await service.Get<LedgerHead>().NewestAsync(default));
        await service.AppendAsync(1);
        Assert.Equal(head.Size + 1, (await service.Get<LedgerHead>().NewestAsync(default)).Size);
    }

    [Fact]
    public async Task The_head_is_signed_soon_after_a_fact_without_anybody_asking()
    {
        var seen = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(service.Data, "ledger.checkpoint");
        var kept = new KeptCheckpoint(service.Data);
        var wanted = (await service.AppendAsync(5)) + 1;
        void Look()
        {
            if (kept.Head()!.Size >= wanted) seen.TrySetResult();
        }

        watcher.Renamed += (_, _) => Look();
        watcher.EnableRaisingEvents = true;
        Look();

        await seen.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Attack_65_an_older_database_that_is_put_back_is_refused_at_start()
    {
        await service.StopAsync();
        File.Copy(service.Database, service["older.db"]);
        await service.StartAgainAsync();
        await service.AppendAsync(3);
        await service.Get<LedgerHead>().NewestAsync(default);
        await service.StopAsync();
        File.Copy(service["older.db"], service.Database, overwrite: true);

        var refused = await Assert.ThrowsAsync<LedgerForkException>(service.StartAgainAsync);

        Assert.Equal(
            "The store holds 1 entries, but 4 were signed: an older copy was restored, or entries were removed. Restore the newest copy.",
            refused.Message);
        var (code, output, _) = await LedgerService.VerifyAsync(new() { Data = service.Data });
        Assert.Equal(ExitCode.No, code);
        Assert.Contains(LedgerFindingCode.Shrunk, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_history_of_the_same_length_is_refused_at_start()
    {
        await service.StopAsync();
        File.Copy(service.Database, service["older.db"]);
        await service.StartAgainAsync();
        await service.AppendAsync(3);
        await service.Get<LedgerHead>().NewestAsync(default);
        await service.StopAsync();
        var signed = await File.ReadAllBytesAsync(new KeptCheckpoint(service.Data).File);
        File.Copy(service["older.db"], service.Database, overwrite: true);
        File.Delete(new KeptCheckpoint(service.Data).File);
        await service.StartAgainAsync();
        await service.AppendAsync(3);
        await service.StopAsync();
        await File.WriteAllBytesAsync(new KeptCheckpoint(service.Data).File, signed);

        var refused = await Assert.ThrowsAsync<LedgerForkException>(service.StartAgainAsync);

        Assert.StartsWith("The first 4 entries in the store are not those that were signed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flipped_bit_in_a_fact_is_found_in_the_data_folder_and_from_outside()
    {
        await service.AppendAsync(300);
        await service.Get<LedgerHead>().NewestAsync(default);
        await service.StopAsync();
        Sql("drop trigger Fact_is_never_changed");
        var body = Assert.Single(Query<byte[]>("select Body from Fact where Seq = 200"));
        body[body.AsSpan().IndexOf("refs/heads/master"u8)] ^= 1;
        Sql("update Fact set Body = @body where Seq = 200", new { body });

        var (code, output, _) = await LedgerService.VerifyAsync(new() { Data = service.Data });
        Assert.Equal(ExitCode.No, code);
        Assert.Contains("Entry 200: its bytes do not have the hash that stands beside them", output, StringComparison.Ordinal);
        Assert.Contains(LedgerFindingCode.EntryChanged, output, StringComparison.Ordinal);

        await service.StartAgainAsync();
        (code, output, _) = await LedgerService.VerifyAsync(new() { Server = service.Url });
        Assert.Equal(ExitCode.No, code);
        Assert.Contains("Entry 200 is not what the ledger recorded", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kind", "check-run")]
    [InlineData("Repository", "other")]
    [InlineData("\"Commit\"", "ffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("At", "2026-11-22T10:00:00Z")]
    public async Task A_copied_column_that_was_changed_is_found_in_the_data_folder(string column, string value)
    {
        await service.AppendAsync(3);
        await service.Get<LedgerHead>().NewestAsync(default);
        Assert.Equal(ExitCode.Yes, (await LedgerService.VerifyAsync(new() { Data = service.Data })).ExitCode);
        await service.StopAsync();
        Sql("drop trigger Fact_is_never_changed");
        Sql($"update Fact set {column} = @value where Seq = 2", new { value });

        var (code, output, _) = await LedgerService.VerifyAsync(new() { Data = service.Data });

        Assert.Equal(ExitCode.No, code);
        Assert.Contains($"Entry 2: the column {column.Trim('"')} says '{value}'", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_verifies_while_the_service_works_in_it()
    {
        await service.AppendAsync(600);
        await service.Get<LedgerHead>().NewestAsync(default);

        var (code, output, _) = await LedgerService.VerifyAsync(new() { Data = service.Data });

        Assert.Equal((ExitCode.Yes, true), (code, output.Contains("601 entries", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_rebuild_gives_the_same_projections_and_the_same_root()
    {
        await RecordAllKindsAsync();
        await service.AppendAsync(600);
        var head = await service.Get<LedgerHead>().NewestAsync(default);
        await service.StopAsync();
        var before = Dump();

        using var output = new StringWriter();
        Assert.Equal(ExitCode.Yes, await LedgerRebuildCommand.RunAsync(service.Data, output, default));

        Assert.Equal(before, Dump());
        Assert.Equal($"Made again from {head.Size} facts; the root is {Convert.ToBase64String(new KeptCheckpoint(service.Data).Head()!.Root)}.", output.ToString().Trim());
        await service.StartAgainAsync();
        Assert.Equal(head, await service.Get<LedgerHead>().NewestAsync(default));
    }

    [Fact]
    public async Task A_rebuild_mends_projections_that_are_wrong()
    {
        await RecordAllKindsAsync();
        await service.AppendAsync(600);
        await service.Get<LedgerHead>().NewestAsync(default);
        await service.StopAsync();
        var before = Dump();
        Sql("delete from Candidate; update RepositoryState set Gold = 'nonsense', FrozenSeq = 99; delete from LatestVote; delete from Received; update Tile set Hashes = zeroblob(32)");

        await LedgerRebuildCommand.RunAsync(service.Data, TextWriter.Null, default);

        Assert.Equal(before, Dump());
    }

    [Fact]
    public async Task A_rebuild_is_refused_while_the_service_runs()
    {
        var refused = await Assert.ThrowsAsync<StoreException>(() => LedgerRebuildCommand.RunAsync(service.Data, TextWriter.Null, default));

        Assert.Contains("in use by another Custodian", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rebuild_of_facts_that_were_not_signed_changes_nothing()
    {
        await service.AppendAsync(3);
        await service.Get<LedgerHead>().NewestAsync(default);
        await service.StopAsync();
        Sql("drop trigger Fact_is_never_changed");
        Sql("update Fact set LeafHash = zeroblob(32) where Seq = 1; delete from Candidate");

        var refused = await Assert.ThrowsAsync<CommandException>(() => LedgerRebuildCommand.RunAsync(service.Data, TextWriter.Null, default));

        Assert.Equal(ExitCode.No, refused.ExitCode);
        Assert.Empty(Query<string>("""select "Commit" from Candidate"""));
    }

    [Fact]
    public async Task A_key_open_to_others_stops_the_start_with_its_mend()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such bits");
        await service.StopAsync();
        var key = LedgerSetup.KeyFile(service.Data);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var refused = await Assert.ThrowsAsync<LedgerKeyException>(service.StartAgainAsync);

        Assert.Contains($"chmod 600 '{key}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_that_the_configuration_names_signs_under_the_origin_that_it_names()
    {
        await service.StopAsync();
        var key = await File.ReadAllTextAsync(LedgerSetup.KeyFile(service.Data));
        await service.DisposeAsync();
        Environment.SetEnvironmentVariable("CUSTODIAN_TEST_LEDGER_KEY", key);

        service = await LedgerService.StartAsync("{ ledger-key: env:CUSTODIAN_TEST_LEDGER_KEY }");

        Assert.Equal(LedgerKey.Parse(key, "the test").Verifier.Text, service.Get<LedgerKey>().Verifier.Text);
        Assert.False(File.Exists(LedgerSetup.KeyFile(service.Data)));
        var refused = await Assert.ThrowsAsync<LedgerKeyException>(
            () => LedgerService.StartAsync("{ ledger-key: env:CUSTODIAN_TEST_LEDGER_KEY, ledger-origin: ledger.example.nhs.uk }"));
        Assert.Contains("write ledger-origin: custodian", refused.Message, StringComparison.Ordinal);
    }

    // One of each kind that moves a projection.
    private Task<int> RecordAllKindsAsync() => service.Store.WriteAsync(
        transaction =>
        {
            var (now, repository, statement) = (transaction.Now, LedgerService.Repository, "a statement"u8.ToArray());
            var (old, young) = (LedgerService.Commit(0xa), LedgerService.Commit(0xb));
            for (var number = 0xa; number < 0xe; number++) transaction.Append(LedgerService.Seen(transaction, number));
            transaction.Append(new CandidateClosed { At = now, Repository = repository, Commit = LedgerService.Commit(0xd), Why = "gone" });
            transaction.Append(new CandidateClosed { At = now, Repository = repository, Commit = LedgerService.Commit(0xc), Why = "left-source" });
            transaction.Append(LedgerService.Seen(transaction, 0xc));
            transaction.Append(new Adopted { At = now, Repository = repository, Commit = old, Digest = new('d', 64), Intent = 0 });
            var signOff = new SignOffGiven
            {
                At = now, Repository = repository, Commit = young, SubjectKind = SubjectKind.Commit, Subject = new('5', 64), Gold = old,
                Person = "taunton-director", Custodian = "taunton", Role = "director", Decision = SignOffDecision.Approve, Rules = new('e', 64),
                StatedAt = now, Statement = transaction.KeepPersonal(statement), Door = "hook", HookId = "msg_1",
            };
            var seq = transaction.Append(signOff);
            foreach (var id in Projections.ReceivedIds(signOff, statement)) transaction.Remember(id, statement, seq);
            var intent = new PromotionIntended
            {
                At = now, Repository = repository, Commit = young, From = old, Policy = new('f', 64), FactsDigest = new('c', 64),
                Cause = PromotionIntended.Promotion, Fence = 1,
            };
            transaction.Append(new PromotionAbandoned { At = now, Repository = repository, Commit = young, Intent = transaction.Append(intent), Why = "gone" });
            transaction.Append(new Promoted { At = now, Repository = repository, Commit = young, From = old, Intent = transaction.Append(intent), Subject = new('5', 64) });
            var lifted = transaction.Append(Freeze.Of(repository, young, LedgerService.Commit(0xc), now));
            transaction.Append(new FreezeLifted { At = now, Repository = repository, Freeze = lifted });
            transaction.Append(intent with { From = young, Commit = LedgerService.Commit(0xc) });
            transaction.Append(Freeze.Of(repository, young, old, now));
            return 0;
        },
        default);

    private List<string> Dump() =>
    [
        .. from query in new[]
           {
               "select Repository || ' ' || \"Commit\" || ' ' || Seq || ' ' || IsOpen from Candidate order by 1",
               "select Repository || ' ' || Gold || ' ' || FrozenSeq || ' ' || IntentSeq from RepositoryState order by 1",
               "select Repository || ' ' || Subject || ' ' || Person || ' ' || Role || ' ' || StatedAt from LatestVote order by 1",
               "select Id || ' ' || Digest || ' ' || Seq from Received order by 1",
               "select Level || ' ' || Number || ' ' || hex(Hashes) from Tile order by 1",
           }
           from row in Rows(query)
           select row,
    ];

    // A table that is empty would compare equal to anything that emptied it.
    private IReadOnlyList<string> Rows(string query)
    {
        var rows = Query<string>(query);
        Assert.NotEmpty(rows);
        Assert.DoesNotContain(null, rows);
        return rows;
    }

    private IReadOnlyList<T> Query<T>(string sql)
    {
        using var connection = Open();
        return [.. connection.Query<T>(sql)];
    }

    private void Sql(string sql, object? parameters = null)
    {
        using var connection = Open();
        connection.Execute(sql, parameters);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={service.Database};Pooling=False");
        connection.Open();
        return connection;
    }
}
