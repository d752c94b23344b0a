using System.CommandLine;
using Custodian.Intake;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;

namespace Custodian.Commands;

/// <summary><c>custodian adopt</c>.</summary>
internal static class AdoptCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static Command Make()
    {
        var (server, repository, person, key) = (CommonOptions.Server(), CommonOptions.Repository(), CommonOptions.Person(), CommonOptions.Key());
        var commit = new Option<string>("--commit") { Description = "The full id of the commit to adopt as gold.", Required = true };
        var command = new Command("adopt", "Votes for a commit to become a repository's gold; it stands there once every custodian has.") { server, repository, commit, person, key };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = new ServerClient(parsed.GetValue(server)!);
            var (name, sha) = (parsed.GetValue(repository)!, CommonOptions.Commit(parsed.GetValue(commit)!));
            var receipt = await VoteAsync(client, name, sha, parsed.GetValue(person)!, parsed.GetValue(key)!, stop);
            Console.WriteLine(receipt.Repeated ? "Recorded before; nothing was added." : $"Recorded as entry {receipt.Seq} of the ledger.");
            if (receipt.Note is { } note) Console.WriteLine(note);
            await Waiting.AfterwardsAsync(async () =>
            {
                var view = await client.GetAsync<RepositoryView>($"api/v1/repositories/{Uri.EscapeDataString(name)}", stop);
                Console.WriteLine(view.Gold == sha && view.State == "adopted"
                    ? $"{name} is adopted: gold stands at {sha}."
                    : $"{name} is {view.State}; gold stands at {sha.Abbreviated} once a director of every custodian has run this command.");
            });
            return ExitCode.Yes;
        });
        return command;
    }

    public static async Task<Receipt> VoteAsync(ServerClient client, string repository, CommitSha commit, string person, string key, CancellationToken stop)
    {
        var order = new StatementOrder(repository, commit, SubjectKind.Adoption, null, person, Motion.Role, SignOffDecision.Approve, null);
        return await new Signing(client, key).VoteAsync(order, Patience, stop);
    }
}
