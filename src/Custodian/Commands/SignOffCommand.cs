using System.CommandLine;
using System.Security.Cryptography;
using Custodian.Decisions;
using Custodian.Git;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;

namespace Custodian.Commands;

/// <summary><c>custodian sign-off</c>.</summary>
internal static class SignOffCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Command Make()
    {
        var (server, person, key) = (CommonOptions.Server(), CommonOptions.Person(), CommonOptions.Key());
        var repository = new Option<string?>("--repository") { Description = "The repository's name in the policy; a vote on a policy is about none." };
        var commit = new Option<string?>("--commit") { Description = "The full commit id; by default the HEAD of --path, and of a waiver or deviation what it is about." };
        var subject = new Option<string?>("--subject") { Description = "What else is voted on: freeze, adoption:DIGEST, release:DIGEST, waiver:DIGEST, deviation:DIGEST, policy:DIGEST; or attestation, with --check and --report." };
        var path = new Option<string?>("--path") { Description = "Your clone, or the proposed configuration file: what you sign is computed again from it." };
        var role = new Option<string>("--role") { Description = "The role in which you sign: one that the rules ask for and that the policy gives you, such as director or clinical-lead. Motions (adoption, release, freeze, waiver, deviation, policy) are voted on as director; on a policy also as chair.", Required = true };
        var approve = new Option<bool>("--approve") { Description = "You are for it." };
        var reject = new Option<bool>("--reject") { Description = "You are against it: in a role with a veto nothing is promoted until you take that back." };
        var withdraw = new Option<bool>("--withdraw") { Description = "What you said before in this role counts no more, for or against." };
        var reason = new Option<string?>("--reason") { Description = "Why, in your words." };
        var check = new Option<string?>("--check") { Description = "The attested check that you attest." };
        var report = new Option<string?>("--report") { Description = "The report that says what you did: a file, or its SHA-256 as sha256:DIGEST." };
        var command = new Command("sign-off", "Signs a statement with your SSH key and sends it.")
        {
            server, repository, commit, subject, path, person, role, key, approve, reject, withdraw, reason, check, report,
        };
        command.SetAction((parsed, stop) =>
        {
            var chosen = new[] { (approve, SignOffDecision.Approve), (reject, SignOffDecision.Reject), (withdraw, SignOffDecision.Withdraw) }
                .Where(option => parsed.GetValue(option.Item1)).Select(option => option.Item2).ToList();
            if (chosen.Count != 1) throw new CommandException(ExitCode.WrongUse, "Say one of --approve, --reject and --withdraw.");

            var parts = (parsed.GetValue(subject) ?? SubjectKind.Commit).Split(':', 2);
            var clone = parsed.GetValue(path);
            if (parts[0] == SubjectKind.Policy != parsed.GetValue(repository) is null)
            {
                throw new CommandException(ExitCode.WrongUse, parts[0] == SubjectKind.Policy ? "A vote on a policy is about no repository: leave --repository out." : "Say which repository: --repository NAME.");
            }

            CommitSha? named = parsed.GetValue(commit) is { } text ? CommonOptions.Commit(text) : clone is not null && parts[0] is SubjectKind.Commit or SubjectKind.Adoption or SubjectKind.Attestation ? CloneReader.Head(clone!) : null;
            if (named is null && parts[0] == SubjectKind.Release) throw new CommandException(ExitCode.WrongUse, "Say which commit the release is of: --commit SHA.");
            if (named is null && parts[0] is SubjectKind.Commit or SubjectKind.Adoption or SubjectKind.Attestation) throw new CommandException(ExitCode.WrongUse, "Say which commit: --commit SHA, or --path CLONE for its HEAD.");

            if (parts[0] == SubjectKind.Attestation && (parsed.GetValue(check) is null || parsed.GetValue(report) is null)) throw new CommandException(ExitCode.WrongUse, "Say which check you attest, and by which report: --check NAME --report FILE.");
            if (parts[0] is SubjectKind.Waiver or SubjectKind.Deviation && parts.Length < 2) throw new CommandException(ExitCode.WrongUse, $"Say which {parts[0]}: --subject {parts[0]}:DIGEST. GET /api/v1/waivers lists them.");

            var digest = parts.Length == 2 ? parts[1] : null;
            var order = new StatementOrder(
                parsed.GetValue(repository), named, parts[0], digest, parsed.GetValue(person)!, parsed.GetValue(role)!, chosen[0], parsed.GetValue(reason))
            {
                Check = parsed.GetValue(check),
                Report = parsed.GetValue(report) is { } written ? ReportDigest(written) : null,
            };
            return RunAsync(order, clone, parsed.GetValue(server)!, parsed.GetValue(key)!, stop);
        });
        return command;
    }

    private static string ReportDigest(string written)
    {
        const string Prefix = "sha256:";
        if (written.StartsWith(Prefix, StringComparison.Ordinal) && Statement.IsSha256(written[Prefix.Length..])) return written[Prefix.Length..];
        if (!File.Exists(written)) throw new CommandException(ExitCode.WrongUse, $"--report {written} is no file, and not sha256: followed by 64 lower-case hexadecimal digits.");

        using var file = File.OpenRead(written);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static async Task<int> RunAsync(StatementOrder order, string? clone, string url, string key, CancellationToken stop)
    {
        using var server = new ServerClient(url);
        if (order is { SubjectKind: SubjectKind.Waiver or SubjectKind.Deviation, Digest: not null }) order = await ExceptionCommand.CheckAsync(server, order, stop);
        if (order is { SubjectKind: SubjectKind.Commit or SubjectKind.Attestation, Commit: { } commit })
        {
            if (clone is not null)
            {
                Waiting.Progress($"reading every file of {commit.Abbreviated} in {clone} …");
                var content = CloneReader.ContentOf(clone, commit);
                Waiting.Clear();
                if (order.Digest is not null && order.Digest != content) throw new CommandException(ExitCode.No, $"{clone} has {content} for {commit.Abbreviated}, not what --subject names; nothing was signed.");
                order = order with { Digest = content };
            }
            else if (order.Digest is null)
            {
                await Console.Error.WriteLineAsync("The digest of the contents is the server's word: give --path CLONE to have it computed here.");
            }
        }

        if (order.SubjectKind == SubjectKind.Policy) order = await PolicyCommand.CheckAsync(server, order, clone, stop);
        var receipt = await new Signing(server, key).VoteAsync(order, Patience, stop);
        Console.WriteLine(receipt.Repeated ? "Recorded before; nothing was added." : $"Recorded as entry {receipt.Seq} of the ledger: {order.Person}, {order.Role}, {order.Decision} on {order.SubjectKind}{(order.Commit is { } about ? $" {about.Abbreviated}" : "")}.");
        if (receipt.Note is { } note) Console.WriteLine(note);
        if (order.SubjectKind is SubjectKind.Commit or SubjectKind.Attestation)
        {
            await Waiting.AfterwardsAsync(async () =>
                WhyCommand.Print(await server.GetAsync<WhyDocument>($"api/v1/repositories/{Uri.EscapeDataString(order.Repository!)}/candidates/{order.Commit}/verdict", stop)));
        }

        return ExitCode.Yes;
    }
}
