using Custodian.Git;
using Custodian.Policies;

namespace Custodian.SignOffs;

/// <summary>Takes what people signed with their own SSH keys.</summary>
internal sealed class SshDesk(Estate estate, SshKeygen ssh, SignOffDesk desk)
{
    private const int LongestSignature = 16 << 10;

    /// <exception cref="RefusalException">It cannot be taken.</exception>
    public async Task<Receipt> TakeAsync(byte[] bytes, string signature, CancellationToken stop)
    {
        var statement = Statement.Parse(bytes);
        return await desk.TakeAsync(statement, bytes, await ProveAsync(statement, bytes, signature, stop), stop);
    }

    /// <summary>A release's proposal: its signed tag, and the proposer's vote for it.</summary>
    /// <exception cref="RefusalException">It cannot be taken.</exception>
    public async Task<Receipt> ProposeReleaseAsync(SignedRelease signed, CancellationToken stop)
    {
        var statement = Statement.Parse(signed.Statement);
        var proof = await ProveAsync(statement, signed.Statement, signed.Signature, stop);
        var repository = estate.Find(statement.Repository)
            ?? throw new RefusalException(Refusal.RepositoryUnknown, $"No repository is called '{statement.Repository}'.");
        var tag = CertifiedTag.Parse(signed.Tag, signed.Version);
        if (await ssh.VerifyAsync(statement.Person, KeysOf(statement.Person), SshKeygen.GitNamespace, tag.Payload, tag.Signature, stop) is null)
        {
            throw new RefusalException(Refusal.TagWrong, $"The tag is not signed with a key of {statement.Person}.");
        }

        return await desk.TakeAsync(statement, signed.Statement, proof, stop, transaction => Motions.ProposeRelease(transaction, repository, statement, tag));
    }

    private async Task<Proof.Ssh> ProveAsync(Statement statement, byte[] bytes, string signature, CancellationToken stop)
    {
        if (signature.Length > LongestSignature) throw new RefusalException(Refusal.SignatureWrong, "The signature is longer than any SSH signature is.");

        var fingerprint = await ssh.VerifyAsync(statement.Person, KeysOf(statement.Person), SshKeygen.StatementNamespace, bytes, signature, stop);
        return fingerprint is not null
            ? new(fingerprint)
            : throw new RefusalException(Refusal.SignatureWrong,
                $"The signature was not made over these bytes, in the namespace {SshKeygen.StatementNamespace}, with a key that the policy gives {statement.Person}.");
    }

    private IReadOnlyList<string> KeysOf(string person) =>
        estate.Configuration.FindPerson(person) is var (_, known)
            ? known.Keys
            : throw new RefusalException(Refusal.PersonUnknown, $"The policy names nobody with the id '{person}'.");
}
