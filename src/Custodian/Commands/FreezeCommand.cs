using System.CommandLine;
using Custodian.Intake;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;

namespace Custodian.Commands;

/// <summary><c>custodian freeze</c>: a director stops a repository; every custodian has to lift that.</summary>
internal static class FreezeCommand
{
    public static Command Make()
    {
        var (server, repository, person, key) = (CommonOptions.Server(), CommonOptions.Repository(), CommonOptions.Person(), CommonOptions.Key());
        var reason = new Option<string?>("--reason") { Description = "Why, in your words." };
        var command = new Command("freeze", "Freezes a repository where it stands; it takes a director of every custodian to lift that.") { server, repository, person, key, reason };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = new ServerClient(parsed.GetValue(server)!);
            var name = parsed.GetValue(repository)!;
            var view = await client.GetAsync<RepositoryView>($"api/v1/repositories/{Uri.EscapeDataString(name)}", stop);
            if (view.Gold is not { } gold) throw new CommandException(ExitCode.No, $"{name} has no gold yet, so that nothing moves there.");

            var order = new StatementOrder(name, null, SubjectKind.FreezeRequest, new FreezeMotion(name, gold).Digest(), parsed.GetValue(person)!, Motion.Role, SignOffDecision.Approve, parsed.GetValue(reason));
            var receipt = await new Signing(client, parsed.GetValue(key)!).SendAsync(await order.FetchAsync(client, stop), stop);
            Console.WriteLine($"Recorded as entry {receipt.Seq} of the ledger: {name} is asked to stay at {gold}.");
            if (receipt.Note is { } note) Console.WriteLine(note);
            Console.WriteLine($"A director of every custodian lifts it with: {client.Line("sign-off", "--repository", name, "--subject", SubjectKind.Freeze, "--role", Motion.Role, "--approve")}");
            return ExitCode.Yes;
        });
        return command;
    }
}
