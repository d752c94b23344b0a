using System.CommandLine;
using Custodian.Intake;
using Custodian.Policies;

namespace Custodian.Commands;

/// <summary><c>custodian demo</c>: a complete small estate, served.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static Command Make()
    {
        var dir = new Option<string>("--dir") { Description = "Where the estate is made, or continued.", Required = true };
        var urls = new Option<string>("--urls") { Description = "Where to listen.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var command = new Command("demo", "Makes a complete small estate (repositories, three custodians with keys, a policy) and serves it.") { dir, urls };
        command.SetAction(async (parsed, stop) =>
        {
            var url = parsed.GetValue(urls)!;
            if (!ListenAddress.AreGood(url)) throw new CommandException(ExitCode.WrongUse, $"--urls {url}: {ListenAddress.Mend}");

            var estate = new DemoEstate(Path.GetFullPath(parsed.GetValue(dir)!));
            await estate.MakeAsync(stop);
            return await ServeCommand.RunAsync(estate.ConfigurationFile, url, Path.Combine(estate.Folder, "data"), (address, token) => OpenAsync(estate, address, token), stop);
        });
        return command;
    }

    // The estate's repositories are adopted as any would be: every director votes, with their own key, at the service's door.
    private static async Task OpenAsync(DemoEstate estate, string url, CancellationToken stop)
    {
        await estate.TellAsync(url, stop);
        using var client = new ServerClient(url);
        foreach (var repository in DemoEstate.Repositories) await AdoptAsync(estate, client, repository, stop);
        await File.WriteAllBytesAsync(Path.Combine(estate.TrustFolder, "allowed_signers"), await client.GetBytesAsync("trust/allowed_signers", stop), stop);
        await File.WriteAllBytesAsync(Path.Combine(estate.TrustFolder, "ledger.pub"), await client.GetBytesAsync("trust/ledger.pub", stop), stop);
        var view = await client.GetAsync<RepositoryView>($"api/v1/repositories/{DemoEstate.Repositories[0]}", stop);
        // Started with a policy that was edited and that nobody adopted, it must not be pinned.
        if (view.PolicyAdopted) await File.WriteAllTextAsync(Path.Combine(estate.TrustFolder, "policy.sha256"), view.Policy + "\n", stop);
        await DemoScripts.WriteAsync(estate, url, stop);
        Console.WriteLine(DemoScripts.Invitation(estate, url));
    }

    private static async Task AdoptAsync(DemoEstate estate, ServerClient client, string repository, CancellationToken stop)
    {
        var path = $"api/v1/repositories/{repository}";
        if ((await client.GetAsync<RepositoryView>(path, stop)).Gold is not null) return;

        var commit = await estate.TipAsync(repository, stop);
        foreach (var director in DemoEstate.Directors) await AdoptCommand.VoteAsync(client, repository, commit, director, estate.Key(director), stop);
        var adopted = await Waiting.UntilAsync(
            () => client.GetAsync<RepositoryView>(path, stop), view => view.Gold is not null, _ => $"{repository} is being adopted …", Patience, stop);
        if (adopted.Gold is null) throw new CommandException(ExitCode.CouldNot, $"{repository} was not adopted in time; look at the log above.");
    }
}
