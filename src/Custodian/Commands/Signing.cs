using Custodian.Git;
using Custodian.Policies;
using Custodian.SignOffs;

namespace Custodian.Commands;

/// <summary>Signs statements and sends them.</summary>
internal sealed class Signing(ServerClient server, string keyFile)
{
    private readonly SshKeygen ssh = new(new ProgramRunner("command-line"));

    /// <summary>Signs what was ordered and sends it, once the commit is known there. A key may ask for a touch or a passphrase: it is used once.</summary>
    public async Task<Receipt> VoteAsync(StatementOrder order, TimeSpan patience, CancellationToken stop) =>
        await SendAsync(order.Repository is { } repository ? await Waiting.ForCommitAsync(server, repository, () => order.FetchAsync(server, stop), patience, stop) : await order.FetchAsync(server, stop), stop);

    public async Task<Receipt> SendAsync(byte[] statement, CancellationToken stop)
    {
        var signature = await ssh.SignAsync(KeyFile(), SshKeygen.StatementNamespace, statement, stop);
        return await server.PostAsync<Receipt>("api/v1/sign-offs", new SignedStatement(statement, signature), stop);
    }

    public Task<string> SignTagAsync(byte[] payload, CancellationToken stop) => ssh.SignAsync(KeyFile(), SshKeygen.GitNamespace, payload, stop);

    public async Task<Receipt> ProposeAsync(string version, byte[] tag, IReadOnlyList<string> labels, byte[] statement, CancellationToken stop)
    {
        var signature = await ssh.SignAsync(KeyFile(), SshKeygen.StatementNamespace, statement, stop);
        return await server.PostAsync<Receipt>("api/v1/releases", new SignedRelease(version, tag, statement, signature, labels.Count == 0 ? null : labels), stop);
    }

    /// <summary>Signs a vote for a policy and sends both.</summary>
    public async Task<Receipt> ProposeAsync(PolicyMotion motion, byte[] document, bool weaker, byte[] statement, CancellationToken stop)
    {
        var signature = await ssh.SignAsync(KeyFile(), SshKeygen.StatementNamespace, statement, stop);
        return await server.PostAsync<Receipt>("api/v1/policies", new SignedPolicy(motion.Number, motion.Previous, document, weaker, statement, signature), stop);
    }

    public async Task<Receipt> ProposeExceptionAsync(byte[] proposal, byte[] statement, CancellationToken stop)
    {
        var signature = await ssh.SignAsync(KeyFile(), SshKeygen.StatementNamespace, statement, stop);
        return await server.PostAsync<Receipt>("api/v1/waivers", new SignedException(proposal, statement, signature), stop);
    }

    private string KeyFile() => File.Exists(keyFile)
        ? Path.GetFullPath(keyFile)
        : throw new CommandException(ExitCode.WrongUse, $"--key {keyFile} does not exist: name an SSH private key, or its .pub file where an agent holds the key.");
}
