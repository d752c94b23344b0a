using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Policies;

/// <summary>
/// A push that may still move gold of the policy's home, and bring a policy with it: until it is settled, or can land no more, no other
/// policy is adopted, or gold would say one and the ledger another.
/// </summary>
/// <param name="Until">From then on the push can land no more, whether its remote has answered or not.</param>
internal sealed record GoldOnItsWay(string Repository, CommitSha Commit, DateTimeOffset Until)
{
    /// <returns>Null: there is none.</returns>
    public static GoldOnItsWay? Of(FactReader reader, Configuration running, DateTimeOffset asOf)
    {
        if (running.Terms.Home is not { } home || reader.StateOf(home.Repository).IntentSeq is not { } seq || reader.Find<PromotionIntended>(seq)?.Body is not { Commit: { } commit } intent) return null;

        // The lease that was taken with the intent: no push of it outlives that, and whoever takes the next one asks and never pushes.
        var until = intent.At + PromotionLease.Length(running.Service.PushTimeout);
        return asOf < until ? new(home.Repository, commit, until) : null;
    }

    /// <summary>Why a policy that is carried is not adopted yet, and who can act.</summary>
    public override string ToString() =>
        $"It is carried, and waits: gold of {Repository}, where the policy lives, may still move to {Commit.Abbreviated}. It is adopted once the remote of {Repository} says that gold did not move, "
        + $"and after {UtcTimeConverter.Write(Until)} even if that never answers; where gold moved and brought a policy, that one is in force, and this has to be proposed anew. Whoever runs this service can make the remote answer sooner; nobody else has to act.";
}
