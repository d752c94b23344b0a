using Custodian.Policies;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.SignOffs.Reviews;

/// <summary>Takes what people say on a forge as the sign-offs that it is; what was taken before is nothing new.</summary>
internal sealed class ForgeDesk(FactStore store, SignOffDesk desk, TimeProvider clock)
{
    /// <returns>What became of it in each role; nothing where there was nothing new.</returns>
    public async Task<IReadOnlyList<ForgeOutcome>> TakeAsync(WatchedRepository repository, ForgeWord word, CancellationToken stop)
    {
        var statements = await store.ReadAsync(reader => ForgeStatements.Of(reader, repository, word, clock.GetUtcNow()), stop);
        var outcomes = new List<ForgeOutcome>();
        foreach (var statement in statements)
        {
            try
            {
                var receipt = await desk.TakeAsync(statement, statement.ToBytes(), new Proof.Forge(word.Id), stop, transaction => RefuseOlderThanPolicy(transaction, statement));
                outcomes.Add(new(statement.Role, receipt.Seq, receipt.Note));
            }
            catch (RefusalException refusal)
            {
                outcomes.Add(new(statement.Role, null, refusal.Message));
            }
        }

        return outcomes;
    }

    // It names no rules: it is taken for those that its person could know.
    private static void RefuseOlderThanPolicy(FactReader reader, Statement statement)
    {
        if (reader.Newest<PolicyAdopted>()?.Body.At is { } adopted && adopted > statement.At)
            throw new RefusalException(Refusal.RulesChanged, $"The custodians adopted another policy at {UtcTimeConverter.Write(adopted)}, after this was said: review the commit again, or say it again.");
    }
}

/// <param name="Seq">Its place in the ledger; null: it was refused.</param>
/// <param name="Note">Why it was refused, or what else its person should know.</param>
internal sealed record ForgeOutcome(string Role, long? Seq, string? Note);
