using System.Text.Json;
using Custodian.Ledger;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Commands;

/// <summary><c>custodian ledger verify</c>.</summary>
internal sealed class LedgerVerifyCommand(TextWriter output, TextWriter error, IProgress<long>? progress)
{
    private const string KeyName = "ledger.pub";

    private static readonly JsonSerializerOptions Indented = new(FactJson.Options) { WriteIndented = true };

    /// <exception cref="CommandException">It was asked in a wrong way, or something that it names cannot be read.</exception>
    /// <exception cref="LedgerUnreadableException">The ledger is out of reach.</exception>
    public async Task<int> RunAsync(LedgerVerifyOrder order, CancellationToken stop)
    {
        if (new[] { order.Server, order.Path, order.Data }.Count(place => place is not null) != 1)
            throw new CommandException(ExitCode.WrongUse, "Name one of --server, --path and --data.");
        if (order.Replay && order.Data is null) throw new CommandException(ExitCode.WrongUse, "--replay needs --data: the facts behind a verdict lie beside the ledger, in the service's own store.");
        if (order.Path is not null && order.Trust is null) throw NoTrust("--path");

        var older = order.Since is null ? null : await ReadAsync(order.Since, "--since", stop);
        if (order.Data is { } folder) return await DataAsync(folder, order, older, stop);

        using var http = new HttpClient();
        var key = await KeyAsync(order, stop);
        IReadableLog log = order.Path is { } path ? GitRefReadableLog.Open(path, key) : await RemoteAsync(http, order.Server!, stop);
        var newest = DateTimeOffset.MinValue;
        var report = await VerifyAsync(log, key, older, at => newest = at, stop);
        return await TellAsync(order, new LedgerAnswer(report, newest));
    }

    private async Task<LedgerReport> VerifyAsync(IReadableLog log, VerifierKey key, byte[]? older, Action<DateTimeOffset> newest, CancellationToken stop) =>
        await new LedgerVerifier(log).VerifyAsync(
            new()
            {
                Key = key,
                Older = older,
                Progress = progress,
                CheckEntry = (_, body, _) =>
                {
                    var (fact, wrong) = FactRows.Read(body.Span);
                    if (fact is not null) newest(fact.At);
                    return ValueTask.FromResult(wrong);
                },
            },
            stop);

    private async Task<int> DataAsync(string folder, LedgerVerifyOrder order, byte[]? older, CancellationToken stop)
    {
        var keyFile = LedgerSetup.KeyFile(folder);
        var key = order.Trust is { } trust ? await PinnedAsync(trust, stop)
            : File.Exists(keyFile) ? LedgerKey.Load(keyFile).Verifier
            : throw NoTrust("--data without a ledger.key in the folder");
        // Before the snapshot: what a running service signed by then is in it.
        var signed = new KeptCheckpoint(folder).Signed();
        var newest = DateTimeOffset.MinValue;
        var (report, rows, replayed) = await StoredFacts.ReadAsync(folder, async reader =>
        {
            var log = new SnapshotLog(reader);
            var checkedRows = FactRows.Check(reader.Leaves.Rows(), progress);
            var decided = order.Replay ? VerdictReplay.Check(reader, progress) : (Decisions: 0L, Findings: (IReadOnlyList<LedgerFinding>)[]);
            var size = reader.Size();
            if (signed?.Size > size)
            {
                return (new LedgerReport(null, size, [new(LedgerFindingCode.Shrunk,
                    $"The store holds {size} entries, but {signed.Size} were signed: an older copy was restored, or entries were removed.")]), checkedRows, decided);
            }

            return (await VerifyAsync(new StoreReadableLog(signed, new(log, log)), key, older, at => newest = at, stop), checkedRows, decided);
        });
        var findings = report.Findings.Concat(rows.Findings).Concat(replayed.Findings).ToList();
        if (order.Replay) await error.WriteLineAsync($"{replayed.Decisions} decisions were recomputed from their facts.");
        if (rows.Rows > report.Entries) await error.WriteLineAsync($"{rows.Rows - report.Entries} of {rows.Rows} rows are newer than the last checkpoint.");
        return await TellAsync(order, new LedgerAnswer(report with { Findings = findings }, newest));
    }

    private async Task<VerifierKey> KeyAsync(LedgerVerifyOrder order, CancellationToken stop)
    {
        if (order.Trust is { } trust) return await PinnedAsync(trust, stop);

        using var server = new ServerClient(order.Server!);
        var text = await ServedKeyAsync(server, stop);
        if (!VerifierKey.TryParse(text, out var key)) throw new CommandException(ExitCode.CouldNot, $"{order.Server} gave no ledger key: is that the address of a Custodian?");
        await error.WriteLineAsync($"The key {key.Text} was taken on trust from the server. Pin it, and name it with --trust.");
        return key;
    }

    private static async Task<string> ServedKeyAsync(ServerClient server, CancellationToken stop)
    {
        try
        {
            return System.Text.Encoding.UTF8.GetString(await server.GetBytesAsync($"trust/{KeyName}", stop)).Trim();
        }
        catch (ServerRefusalException none) when (none.Status == 404)
        {
            return "";
        }
    }

    private static async Task<VerifierKey> PinnedAsync(string trust, CancellationToken stop)
    {
        var file = Directory.Exists(trust) ? Path.Combine(trust, KeyName) : trust;
        var text = System.Text.Encoding.UTF8.GetString(await ReadAsync(file, "--trust", stop)).Trim();
        return VerifierKey.TryParse(text, out var key)
            ? key
            : throw new CommandException(ExitCode.WrongUse, $"{file} does not hold a ledger key: one line, NAME+ID+BASE64, as GET /trust/{KeyName} gives it.");
    }

    private static async Task<byte[]> ReadAsync(string file, string option, CancellationToken stop)
    {
        if (!File.Exists(file)) throw new CommandException(ExitCode.WrongUse, $"{option}: there is no file {file}.");
        return await File.ReadAllBytesAsync(file, stop);
    }

    private static CommandException NoTrust(string what) =>
        new(ExitCode.WrongUse, $"{what} needs --trust: the pinned key, a file or a folder with {KeyName} in it.");

    // Where no head is served there is no ledger, which says nothing of any.
    private static async Task<HttpReadableLog> RemoteAsync(HttpClient http, string server, CancellationToken stop)
    {
        var log = new HttpReadableLog(http, new Uri(ServerClient.Address(server), "ledger"), TimeProvider.System);
        return await log.ReadAsync(IReadableLog.CheckpointPath, stop) is not null
            ? log
            : throw new LedgerUnreadableException($"{server} has no ledger: is that the address of a Custodian?");
    }

    private async Task<int> TellAsync(LedgerVerifyOrder order, LedgerAnswer answer)
    {
        if (order.Json) await output.WriteLineAsync(JsonSerializer.Serialize(answer, Indented));
        else await TellPeopleAsync(answer);
        return answer.Verified ? ExitCode.Yes : ExitCode.No;
    }

    private async Task TellPeopleAsync(LedgerAnswer answer)
    {
        if (answer.Verified)
        {
            await output.WriteLineAsync($"The ledger '{answer.Origin}' is whole: {answer.Size} entries, root {answer.Root}, newest of {(answer.Newest is { } at ? UtcTimeConverter.Write(at) : "no time: it is empty")}.");
            return;
        }

        await output.WriteLineAsync($"The ledger is not verified: {answer.Entries} entries read.");
        foreach (var finding in answer.Findings) await output.WriteLineAsync($"  - {finding.Text}  [{finding.Code}]");
    }
}

/// <summary>What <c>ledger verify --json</c> answers.</summary>
/// <param name="Newest">When the newest fact was recorded.</param>
internal sealed record LedgerAnswer(bool Verified, string? Origin, long? Size, string? Root, DateTimeOffset? Newest, long Entries, IReadOnlyList<LedgerFinding> Findings)
{
    public LedgerAnswer(LedgerReport report, DateTimeOffset newest)
        : this(
            report.Verified,
            report.Checkpoint?.Origin,
            report.Checkpoint?.Size,
            report.Checkpoint is { } head ? Convert.ToBase64String(head.Root) : null,
            newest == DateTimeOffset.MinValue ? null : newest,
            report.Entries,
            report.Findings)
    {
    }
}
