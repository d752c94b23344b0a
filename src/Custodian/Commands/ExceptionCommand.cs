using System.CommandLine;
using System.Globalization;
using Custodian.Checks;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;

namespace Custodian.Commands;

/// <summary><c>custodian waiver</c> and <c>custodian deviation</c>: a director proposes one; the others sign it with <c>custodian sign-off</c>.</summary>
internal static class ExceptionCommand
{
    public static Command Waiver()
    {
        var commit = new Option<string?>("--commit") { Description = "The full id of the one candidate whose failed check is waived." };
        var finding = new Option<string?>("--finding") { Description = "Or the one finding that is waived wherever it turns up: test:Dosage.rounds_up." };
        return Make(new("waiver", "Proposes to waive a failed check of one candidate, or one finding; for at most 12 months; it counts once every custodian has signed."), SubjectKind.Waiver, commit, finding);
    }

    public static Command Deviation() =>
        Make(new("deviation", "Proposes that a repository need not meet a check yet, for at most 12 months; it counts once every custodian has signed."), SubjectKind.Deviation, null, null);

    private static Command Make(Command command, string kind, Option<string?>? commit, Option<string?>? finding)
    {
        var (server, repository, person, key) = (CommonOptions.Server(), CommonOptions.Repository(), CommonOptions.Person(), CommonOptions.Key());
        var check = new Option<string>("--check") { Description = "The check's name in the policy.", Required = true };
        var until = new Option<string>("--until") { Description = "From when on it is good no more: 2027-03-01, or 2027-03-01T12:00:00Z; at most 12 months from now. Days are in UTC.", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why it is needed, in your words.", Required = true };
        var risk = new Option<string>("--clinical-risk") { Description = "What may happen to patients meanwhile, and what keeps it from happening.", Required = true };
        foreach (var option in new Option?[] { server, repository, check, commit, finding, until, reason, risk, person, key }.OfType<Option>()) command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            CommitSha? about = commit is not null && parsed.GetValue(commit) is { } text ? CommonOptions.Commit(text) : null;
            var found = finding is null ? null : parsed.GetValue(finding);
            if (kind == SubjectKind.Waiver && (about is null) == (found is null)) throw new CommandException(ExitCode.WrongUse, "Say what is waived: --commit SHA or --finding FINGERPRINT, one of them. For a whole repository use custodian deviation.");

            var motion = new ExceptionMotion
            {
                Repository = parsed.GetValue(repository)!,
                Check = parsed.GetValue(check)!,
                Commit = about,
                Finding = found,
                Until = Time(parsed.GetValue(until)!),
                Reason = parsed.GetValue(reason)!,
                ClinicalRisk = parsed.GetValue(risk)!,
                Salt = ExceptionMotion.NewSalt(),
            };
            using var client = new ServerClient(parsed.GetValue(server)!);
            return await ProposeAsync(client, motion, parsed.GetValue(person)!, parsed.GetValue(key)!, stop);
        });
        return command;
    }

    private static async Task<int> ProposeAsync(ServerClient server, ExceptionMotion motion, string person, string key, CancellationToken stop)
    {
        var bytes = motion.ToBytes();
        var digest = ExceptionMotion.Digest(bytes);
        var order = new StatementOrder(motion.Repository, motion.Commit, motion.Kind, digest, person, Motion.Role, SignOffDecision.Approve, null);
        var receipt = await new Signing(server, key).ProposeExceptionAsync(bytes, await order.FetchAsync(server, stop), stop);
        Console.WriteLine($"Recorded as entry {receipt.Seq} of the ledger: {motion.Kind}:{digest}.");
        Console.WriteLine($"It counts once a director of every other custodian has signed it: {server.Line("sign-off", "--repository", motion.Repository, "--subject", $"{motion.Kind}:{digest}", "--role", Motion.Role, "--approve")}");
        return ExitCode.Yes;
    }

    /// <summary>Shows what is about to be signed, in the words of whoever proposed it.</summary>
    /// <returns>The order, about what the digest is about: whoever signs need not name the commit of a waiver again.</returns>
    /// <exception cref="CommandException">The server's words are not those that the digest is of, or they are about something else than was ordered.</exception>
    public static async Task<StatementOrder> CheckAsync(ServerClient server, StatementOrder order, CancellationToken stop)
    {
        var (repository, kind, digest) = (order.Repository!, order.SubjectKind, order.Digest!);
        var all = await server.GetAsync<IReadOnlyList<ExceptionView>>($"api/v1/waivers?repository={Uri.EscapeDataString(repository)}", stop);
        if (all.FirstOrDefault(one => one.Kind == kind && one.Digest == digest) is not { } known) throw new CommandException(ExitCode.No, $"No {kind} of {repository} has the digest {digest}; nothing was signed.");
        if (known.Proposal is not { } bytes) throw new CommandException(ExitCode.No, $"The words of this {kind} were erased; nothing was signed.");
        if (ExceptionMotion.Digest(bytes) != digest) throw new CommandException(ExitCode.No, $"The server's words are not those that {kind}:{digest} is of; nothing was signed.");

        var motion = ExceptionMotion.Parse(bytes);
        if (motion.Repository != repository || (order.Commit is { } named && named != motion.Commit))
        {
            throw new CommandException(ExitCode.No, $"This {kind} is about {motion.Repository}{(motion.Commit is { } its ? $" {its}" : " as a whole")}, not about {repository}{(order.Commit is { } other ? $" {other}" : "")}; nothing was signed.");
        }

        var about = motion.Commit is { } commit ? $" on {commit}" : motion.Finding is { } finding ? $", the finding {finding}" : "";
        await Console.Error.WriteLineAsync($"{(kind == SubjectKind.Waiver ? "Waiver" : "Deviation")} of check {motion.Check} of {motion.Repository}{about}, until {UtcTimeConverter.Write(motion.Until)}, proposed by {known.ProposedBy}.");
        await Console.Error.WriteLineAsync($"  Reason: {PlainText.Line(motion.Reason, Statement.LongestReason)}");
        await Console.Error.WriteLineAsync($"  Clinical risk: {PlainText.Line(motion.ClinicalRisk, Statement.LongestReason)}");
        return order with { Commit = motion.Commit };
    }

    private static DateTimeOffset Time(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return new(day, TimeOnly.MinValue, TimeSpan.Zero);
        if (UtcTimeConverter.TryParse(text, out var time)) return time;
        throw new CommandException(ExitCode.WrongUse, $"--until {text}: write a day (2027-03-01, from 00:00 UTC) or a time with its offset (2027-03-01T12:00:00Z).");
    }
}
