using System.CommandLine;
using Custodian.Releases;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;

namespace Custodian.Commands;

/// <summary><c>custodian release</c>: the first call proposes, each other custodian's director signs with the same command.</summary>
internal static class ReleaseCommand
{
    public static Command Make()
    {
        var (server, repository, person, key) = (CommonOptions.Server(), CommonOptions.Repository(), CommonOptions.Person(), CommonOptions.Key());
        var version = new Option<string>("--version") { Description = "The release's version: 11.0.1; the tag is certified/VERSION.", Required = true };
        var commit = new Option<string?>("--commit") { Description = "The full id of the commit to release: nothing else is signed. By default gold as it stands." };
        var path = new Option<string?>("--path") { Description = "Your clone: what you sign is computed again from it." };
        var label = new Option<string[]>("--label") { Description = "What a new proposal is labelled with, as the policy's rules know it; may be given several times." };
        var wait = new Option<int>("--wait") { Description = "Seconds to wait for the tag, once every custodian has signed.", DefaultValueFactory = _ => 30 };
        var command = new Command("release", "Proposes a certified release of gold, or signs the one that was proposed.") { server, repository, version, commit, path, label, person, key, wait };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = new ServerClient(parsed.GetValue(server)!);
            CommitSha? named = parsed.GetValue(commit) is { } text ? CommonOptions.Commit(text) : null;
            var order = new ReleaseOrder(parsed.GetValue(repository)!, parsed.GetValue(version)!, named, parsed.GetValue(person)!, parsed.GetValue(path)) { Labels = parsed.GetValue(label) ?? [] };
            return await RunAsync(client, order, parsed.GetValue(key)!, TimeSpan.FromSeconds(parsed.GetValue(wait)), stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(ServerClient server, ReleaseOrder order, string key, TimeSpan patience, CancellationToken stop)
    {
        if (!CertifiedTag.IsVersion(order.Version)) throw new CommandException(ExitCode.WrongUse, $"'{order.Version}' is not a version: {CertifiedTag.VersionMend}.");

        var receipt = await new ReleaseSigning(server, order, key).SignAsync(stop);
        Console.WriteLine(receipt.Repeated ? "Recorded before; nothing was added." : $"Recorded as entry {receipt.Seq} of the ledger.");
        if (receipt.Note is { } note) Console.WriteLine(note);

        var done = ExitCode.Yes;
        await Waiting.AfterwardsAsync(async () =>
        {
            // The last signature publishes the tag a moment later.
            var now = await Waiting.UntilAsync(() => FindAsync(server, order, stop), view => view.State != "proposed" || view.Awaited.Count > 0, view => $"{view.TagName} is being published …", patience, stop);
            Console.WriteLine(Tell(now, order.Person, now.Rejected.Count == 0 ? "" : Rejected(server, order.Repository, now)));
            done = now.State == "released" || (now.State == "proposed" && now.Awaited.Count > 0) ? ExitCode.Yes : ExitCode.No;
        });
        return done;
    }

    private static async Task<ReleaseView> FindAsync(ServerClient server, ReleaseOrder order, CancellationToken stop) =>
        await order.FindAsync(server, stop) ?? throw new CommandException(ExitCode.No, "The server does not know what it has just taken: ask its operator.");

    private static string Tell(ReleaseView now, string person, string rejected) => now.State switch
    {
        "released" => $"{now.TagName} is published at {now.Commit}: git fetch and git verify-tag {now.TagName}.",
        "refused" => $"The remote has another tag {now.TagName}: it was not moved. Choose another version.",
        _ when now.Awaited.Count == 0 => $"{now.TagName} at {now.Commit}: signed for {person} and every custodian, but not published: {now.Why ?? "the gate has not come to it yet; run this again"}.",
        _ => $"{now.TagName} at {now.Commit}: signed for {person}; still awaited: {string.Join(", ", now.Awaited)}.{rejected}{(now.Why is { } why ? $" Beside that: {why}." : "")}",
    };

    private static string Rejected(ServerClient server, string repository, ReleaseView now) =>
        $" Rejected by {string.Join(", ", now.Rejected)}, who can withdraw that: {server.Line("sign-off", "--repository", repository, "--subject", $"{SubjectKind.Release}:{now.Digest}", "--commit", $"{now.Commit}", "--role", Motion.Role, "--withdraw")}.";
}
