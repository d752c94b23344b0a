using System.Text.Json.Nodes;
using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Decisions;

/// <summary>What git says of a candidate when gold stood at some place: as it was recorded then, and else asked of the mirror again.</summary>
/// <param name="Here">False: nobody can tell anything about the commit.</param>
/// <param name="Passed">True: gold contains it.</param>
/// <param name="NotKnown">What could not be told, in sentences.</param>
internal sealed record RecordedGit(GitFacts Git, bool Here, bool Passed, IReadOnlyList<string> NotKnown)
{
    /// <param name="reader">The store, as it was at that time.</param>
    /// <param name="mirror">The mirror as it is now.</param>
    /// <param name="past">True: which branches contain the commit now says nothing about that time.</param>
    public static RecordedGit Ask(FactReader reader, CandidateId candidate, Policy policy, GateDefinition gate, Mirror mirror, bool past)
    {
        var gold = reader.StateOf(candidate.Repository).Gold;
        var last = Last(reader, candidate);
        // Neither commit ever changes: what was said of this pair is so for ever.
        var same = last is not null && (last.GoldLine is [.., var tip] ? tip : (CommitSha?)null) == gold ? last : null;
        var notKnown = new List<string>();
        var here = Reads(mirror, candidate.Commit, gold);
        var onSource = !past && here ? mirror.OnSource(candidate.Commit) : last?.OnSource ?? true;
        if (past && last is null) notKnown.Add("Which branches contained the commit then is not recorded; it is taken to have been on the branch on which it was seen.");
        if (!here && same is null)
        {
            notKnown.Add($"There is no mirror here that has the commit and gold, and no verdict on it was recorded while gold stood there: what git says is not known.");
            return new(GitFacts.Nothing(gold) with { OnSource = onSource }, Here: false, Passed: false, notKnown);
        }

        var passed = here && gold is { } stood && mirror.Descends(stood, candidate.Commit);
        var git = same is not null
            ? new GitFacts(gold, same.DescendsFromGold, onSource, same.Authors ?? same.Contributors, same.Committers ?? same.Contributors)
            : Asked(reader, candidate.Commit, gold, mirror, onSource, notKnown);
        return new(git with { Changes = ChangesOf(same, policy, gate, candidate.Commit, gold, here ? mirror : null) }, Here: true, passed, notKnown);
    }

    /// <summary>The facts of the last verdict or intent on a candidate; null: there are none.</summary>
    public static Rules.Facts? Last(FactReader reader, CandidateId candidate) => reader.About(candidate.Repository, candidate.Commit, typeof(VerdictGiven), typeof(PromotionIntended))
        .Reverse()
        .Select(fact => fact.Body switch
        {
            VerdictGiven given => given.Facts,
            PromotionIntended { Cause: PromotionIntended.Promotion } intent => intent.FactsDigest,
            _ => null,
        })
        .OfType<string>()
        .Select(digest => Verdicts.FactsOf(reader, digest))
        .FirstOrDefault(facts => facts is not null);

    /// <summary>True when the mirror can answer about both.</summary>
    public static bool Reads(Mirror mirror, CommitSha commit, CommitSha? gold)
    {
        try
        {
            return mirror.Exists && mirror.Has(commit) && (gold is not { } stood || mirror.Has(stood));
        }
        catch (GitException)
        {
            // A damaged mirror knows nothing, which is told.
            return false;
        }
    }

    private static Changes? ChangesOf(Rules.Facts? same, Policy policy, GateDefinition gate, CommitSha commit, CommitSha? gold, Mirror? mirror)
    {
        if (same?.Changes is { } known && same.Policy.Rules == policy.Rules) return known;
        return mirror is not null && gold is { } stood ? new ChangesMemory(gate, mirror).Of(commit, stood) : null;
    }

    private static GitFacts Asked(FactReader reader, CommitSha commit, CommitSha? gold, Mirror mirror, bool onSource, List<string> notKnown)
    {
        var (authors, committers) = gold is null ? ([], []) : mirror.ContributorEmails(commit, gold);
        var contacts = reader.Newest<ContactsChanged>()?.Body.Contacts ?? reader.Newest<PolicyAdopted>()!.Body.Contacts;
        var people = reader.Personal(contacts) is { } text ? People(JsonNode.Parse(text)) : null;
        if (people is null) notKnown.Add("The addresses of the people have been erased: who wrote the commit is not known, and nobody is excluded for it.");
        return new(gold, gold is { } stood && mirror.Descends(commit, stood), onSource, people?.Behind(authors) ?? [], people?.Behind(committers) ?? [])
        {
            Strangers = people?.Strangers(authors).Count ?? 0,
        };
    }

    private static PeopleByEmail People(JsonNode? contacts) =>
        new((contacts as JsonObject ?? []).SelectMany(person => (person.Value?["emails"] as JsonArray ?? []).Select(email => ((string)email!, person.Key))));
}
