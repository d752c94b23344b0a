using System.CommandLine;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Commands;

/// <summary><c>custodian policy</c>.</summary>
internal static class PolicyCommand
{
    public static Command Make() => new("policy", "About the policy in force, and the one to follow it.") { Propose(), PolicyTestCommand.Make() };

    /// <summary>What is voted on, computed again from a configuration file where one is named.</summary>
    /// <exception cref="CommandException">The file says another policy than the one voted on.</exception>
    public static async Task<StatementOrder> CheckAsync(ServerClient server, StatementOrder order, string? file, CancellationToken stop)
    {
        if (file is null)
        {
            if (order.Decision == SignOffDecision.Approve) await Console.Error.WriteLineAsync("The digest of the policy is the server's word: give --path FILE to have it computed from the configuration file that you were given.");
            return order;
        }

        var motion = MotionOf(await server.GetAsync<PolicyView>("api/v1/policy", stop), ConfigurationFile.Load(file, CustodianSetup.CheckSchemas));
        return order.Digest is null || order.Digest == motion.Digest()
            ? order with { Digest = motion.Digest() }
            : throw new CommandException(ExitCode.No, $"{file} as policy number {motion.Number} has the digest {motion.Digest()}, not what --subject names; nothing was signed.");
    }

    private static Command Propose()
    {
        var (server, person, key) = (CommonOptions.Server(), CommonOptions.Person(), CommonOptions.Key());
        var config = new Option<string>("--config") { Description = "The configuration file with the proposed policy.", Required = true };
        var weaker = new Option<bool>("--weaker") { Description = "The policy weakens the gate, and that is meant." };
        var propose = new Command("propose", "Tells what a policy changes, proposes it and votes for it; it is adopted once every custodian has, under the old rules and the new ones.") { server, config, person, key, weaker };
        propose.SetAction(async (parsed, stop) =>
        {
            using var client = new ServerClient(parsed.GetValue(server)!);
            return await ProposeAsync(client, parsed.GetValue(config)!, parsed.GetValue(person)!, parsed.GetValue(key)!, parsed.GetValue(weaker), stop);
        });
        return propose;
    }

    private static async Task<int> ProposeAsync(ServerClient server, string file, string person, string key, bool weaker, CancellationToken stop)
    {
        var policy = ConfigurationFile.Load(file, CustodianSetup.CheckSchemas, out var places);
        var inForce = await server.GetAsync<PolicyView>("api/v1/policy", stop);
        var changes = PolicyComparison.Find(await ReadAsync(server, inForce.Digest, stop), policy);
        foreach (var change in changes) Console.WriteLine(change);
        if (changes.Count == 0) throw new CommandException(ExitCode.No, "This is the policy in force; nothing was sent.");
        var now = TimeProvider.System.GetUtcNow();
        foreach (var warning in new Vacancies(policy, Voices.Of(policy, now), now).Warnings(places, file)) await Console.Error.WriteLineAsync(warning.ToString());
        if (changes.Any(change => change.Weaker) && !weaker)
        {
            throw new CommandException(ExitCode.No, "This policy weakens the gate, as told above; nothing was sent. Say --weaker if that is meant.");
        }

        var motion = MotionOf(inForce, policy);
        var order = new StatementOrder(null, null, SubjectKind.Policy, motion.Digest(), person, Motion.Role, SignOffDecision.Approve, null);
        var receipt = await new Signing(server, key).ProposeAsync(motion, policy.PolicyDocument, weaker, await order.FetchAsync(server, stop), stop);
        Console.WriteLine(receipt.Repeated ? "Recorded before; nothing was added." : $"Recorded as entry {receipt.Seq} of the ledger: policy number {motion.Number}, {motion.Policy}.");
        Console.WriteLine($"Everybody else votes, with the same file, by: {server.Line("sign-off", "--subject", $"{SubjectKind.Policy}:{motion.Digest()}", "--path", Path.GetFileName(file), "--role", Motion.Role, "--approve")}");
        await Waiting.AfterwardsAsync(async () => Tell(await server.GetAsync<PolicyView>("api/v1/policy", stop), motion));
        return ExitCode.Yes;
    }

    private static void Tell(PolicyView view, PolicyMotion motion)
    {
        if (view.Digest == motion.Policy) Console.WriteLine($"Policy number {view.Number} is in force.");
        if (view.Proposals.FirstOrDefault(one => one.Digest == motion.Digest()) is not { } open) return;

        Console.WriteLine(open.Waits ?? $"Awaited: {Awaited("under the policy in force", open.AwaitedUnderOld)}; {Awaited("under this one", open.AwaitedUnderNew)}.");
        if (open.Without is { } without) Console.WriteLine($"Without {without.Custodian} ({without.Because}) it is adopted from {UtcTimeConverter.Write(without.NotBefore)} on, once all others have approved, if nobody there rejects it.");
    }

    private static string Awaited(string where, IReadOnlyList<string> custodians) => $"{where} {(custodians.Count == 0 ? "nobody" : string.Join(", ", custodians))}";

    private static PolicyMotion MotionOf(PolicyView inForce, Configuration policy) => new(inForce.Number + 1, policy.PolicyDigest, inForce.Digest);

    // The digest proves the document; what it is compared with is what custodians adopted, whatever this machine has in a file.
    private static async Task<Configuration> ReadAsync(ServerClient server, string digest, CancellationToken stop)
    {
        var document = await server.GetBytesAsync($"api/v1/policies/{digest}", stop);
        if (CanonicalJson.Digest(document) != digest) throw new CommandException(ExitCode.No, "The server sent another document than the policy in force; nothing was signed.");
        return PolicyDocumentReader.Read(document, Environment.CurrentDirectory, CustodianSetup.CheckSchemas);
    }
}
