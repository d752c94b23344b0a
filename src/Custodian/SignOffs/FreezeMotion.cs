using System.Security.Cryptography;
using System.Text.Json;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.SignOffs;

/// <summary>The request that a repository be frozen where it stands. One director is enough: stopping is always safe.</summary>
internal sealed record FreezeMotion(string Repository, CommitSha Gold)
{
    /// <summary>What is signed.</summary>
    public string Digest() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, FactJson.Options)));

    /// <exception cref="RefusalException">It is another repository's, gold stands elsewhere, or it is frozen already.</exception>
    public static void Check(RepositoryRow state, Statement statement)
    {
        if (statement.Decision != SignOffDecision.Approve) throw new RefusalException(Refusal.NotProposed, "A freeze is asked for by approving that; it is lifted by votes on the freeze itself (subject freeze).");
        if (statement.Commit is not null) throw new RefusalException(Refusal.StatementMalformed, "A request to freeze names no commit.");
        if (state.Gold is not { } gold) throw new RefusalException(Refusal.NotGold, $"{statement.Repository} has no gold yet, so that nothing moves there.");
        if (state.FrozenSeq is not null) throw new RefusalException(Refusal.Settled, $"{statement.Repository} is frozen already.");

        var motion = new FreezeMotion(statement.Repository, gold);
        if (statement.Subject.Digest != motion.Digest())
        {
            throw new RefusalException(Refusal.SubjectDiffers, $"To freeze {statement.Repository} at {gold} has the digest {motion.Digest()}; the statement names {statement.Subject.Digest}. Ask for a new statement.");
        }
    }
}
