using Custodian.Git;
using Custodian.Policies;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.SignOffs;

/// <summary>Takes what people signed with their own SSH keys.</summary>
internal sealed class SshDesk(Estate estate, FactStore store, SshKeygen ssh, SignOffDesk desk, PolicyDesk policies, TimeProvider clock) : IDisposable
{
    private const int LongestSignature = 16 << 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Tag and statement are signed one after the other; a key may ask for a touch or a passphrase between.
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);

    // Anybody can send signatures to be checked: so many are checked at once, and the rest wait their turn.
    private readonly SemaphoreSlim places = new(Math.Max(2, Environment.ProcessorCount));

    /// <exception cref="RefusalException">It cannot be taken.</exception>
    public async Task<Receipt> TakeAsync(byte[] bytes, string signature, CancellationToken stop)
    {
        var statement = Statement.Parse(bytes);
        // Who is new under a proposed policy votes on that, with the keys that it gives them.
        var keys = statement.Subject.Kind == SubjectKind.Policy ? await policies.KeysOfAsync(statement.Person, statement.Subject.Digest, stop) : KeysOf(statement.Person);
        return await desk.TakeAsync(statement, bytes, await ProveAsync(statement, keys, bytes, signature, stop), stop);
    }

    /// <summary>A release's proposal: its signed tag, and the proposer's vote for it.</summary>
    /// <exception cref="RefusalException">It cannot be taken.</exception>
    public async Task<Receipt> ProposeReleaseAsync(SignedRelease signed, CancellationToken stop)
    {
        var statement = Statement.Parse(signed.Statement);
        var proof = await ProveAsync(statement, KeysOf(statement.Person), signed.Statement, signed.Signature, stop);
        var repository = estate.Find(statement.Repository)
            ?? throw new RefusalException(Refusal.RepositoryUnknown, $"No repository is called '{statement.Repository}'.");
        var tag = CertifiedTag.Parse(signed.Tag, signed.Version);
        var custodian = estate.Configuration.FindPerson(statement.Person)!.Value.Custodian;
        var labels = Labels.Read(signed.Labels, repository);
        var (content, exceptions) = await ContentAsync(repository, tag, stop);
        if (!tag.IsDraft(repository.Name, content, repository.Policy.Digest, statement.Person, custodian.Id, [.. Labels.Line(labels), .. exceptions]))
        {
            throw new RefusalException(Refusal.TagWrong, $"The tag's text is not the one that GET /api/v1/releases/{repository.Name}/{tag.Version}/draft gives now: sign that.");
        }

        if (Math.Abs(tag.Seconds - statement.At.ToUnixTimeSeconds()) > Apart.TotalSeconds)
        {
            throw new RefusalException(Refusal.TagWrong, $"The tag and the statement were not made within {Apart.TotalMinutes:0} minutes of each other: ask for a new draft, and sign both at once.");
        }

        if (await VerifyAsync(statement.Person, KeysOf(statement.Person), SshKeygen.GitNamespace, tag.Payload, tag.Signature, stop) is null)
        {
            throw new RefusalException(Refusal.TagWrong, $"The tag is not signed with a key of {statement.Person}.");
        }

        return await desk.TakeAsync(statement, signed.Statement, proof, stop, transaction => Motions.ProposeRelease(transaction, repository, statement, tag, content, labels));
    }

    /// <summary>A policy's proposal, and the proposer's vote for it.</summary>
    /// <exception cref="RefusalException">It cannot be taken.</exception>
    public async Task<Receipt> ProposePolicyAsync(SignedPolicy signed, CancellationToken stop)
    {
        var statement = Statement.Parse(signed.Statement);
        var proof = await ProveAsync(statement, await policies.KeysOfAsync(statement.Person, null, stop), signed.Statement, signed.Signature, stop);
        return await policies.ProposeAsync(signed, statement, proof, stop);
    }

    public void Dispose() => places.Dispose();

    private Task<(string Content, IReadOnlyList<string> Exceptions)> ContentAsync(WatchedRepository repository, CertifiedTag tag, CancellationToken stop) => store.ReadAsync(
        reader => Motions.IsGold(reader, repository.Name, tag.Commit)
            ? (Motions.ContentOf(reader, repository, tag.Commit), PrintedExceptions.Of(reader, repository.Name, tag.Commit, clock.GetUtcNow()))
            : throw Motions.NotGold(repository.Name, tag.Commit), stop);

    private async Task<string?> VerifyAsync(string person, IReadOnlyList<string> keys, string purpose, byte[] message, string signature, CancellationToken stop)
    {
        if (signature.Length > LongestSignature) throw new RefusalException(Refusal.SignatureWrong, "The signature is longer than any SSH signature is.");
        if (!await places.WaitAsync(Patience, stop)) throw new RefusalException(Refusal.Busy, "Too many signatures wait to be checked; try again in a minute.");

        try
        {
            return await ssh.VerifyAsync(person, keys, purpose, message, signature, stop);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task<Proof.Ssh> ProveAsync(Statement statement, IReadOnlyList<string> keys, byte[] bytes, string signature, CancellationToken stop)
    {
        var fingerprint = await VerifyAsync(statement.Person, keys, SshKeygen.StatementNamespace, bytes, signature, stop);
        return fingerprint is not null
            ? new(fingerprint, signature)
            : throw new RefusalException(Refusal.SignatureWrong,
                $"The signature was not made over these bytes, in the namespace {SshKeygen.StatementNamespace}, with a key that the policy gives {statement.Person}.");
    }

    /// <summary>The proposal of a waiver or a deviation, and the proposer's vote for it.</summary>
    /// <exception cref="RefusalException">It cannot be taken.</exception>
    public async Task<Receipt> ProposeExceptionAsync(SignedException signed, CancellationToken stop)
    {
        var statement = Statement.Parse(signed.Statement);
        var proof = await ProveAsync(statement, KeysOf(statement.Person), signed.Statement, signed.Signature, stop);
        var repository = estate.Find(statement.Repository)
            ?? throw new RefusalException(Refusal.RepositoryUnknown, $"No repository is called '{statement.Repository}'.");
        var motion = ExceptionMotion.Parse(signed.Proposal);
        return await desk.TakeAsync(statement, signed.Statement, proof, stop, transaction => ExceptionDesk.Propose(transaction, repository, statement, motion, signed.Proposal));
    }

    private IReadOnlyList<string> KeysOf(string person) =>
        (estate.Configuration.FindPerson(person)?.Person ?? estate.Configuration.FindAssociate(person)?.Person) is { } known
            ? [.. known.Keys.Where(key => known.HoldsKey(key, clock.GetUtcNow()))]
            : throw new RefusalException(Refusal.PersonUnknown, $"The policy names nobody with the id '{person}'.");
}
