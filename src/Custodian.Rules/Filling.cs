namespace Custodian.Rules;

/// <summary>
/// Asks the gate itself whether its seats could be filled, if everybody who can be heard approved in every role that they may sign in, as well
/// proved as they can prove it. Nobody's approval can do more than that.
/// </summary>
public static class Filling
{
    private const string Contents = "contents";

    /// <summary>Who is short for one candidate.</summary>
    /// <param name="facts">Of the candidate; what was said of it means nothing here.</param>
    /// <param name="reach">The best assurance at which a person of a custodian can speak; null: they cannot.</param>
    /// <returns>Empty: nobody is; also where no way through the rules asks every custodian, which the gate tells otherwise.</returns>
    public static IReadOnlyList<Shortage> Find(Facts facts, Func<CustodianOrganisation, Person, Assurance?> reach) => Short(new Judgement(Heard(facts, reach)));

    /// <summary>Who is short for any candidate, or release, under a policy.</summary>
    /// <param name="policy">As one repository has it.</param>
    /// <param name="reach">As for <see cref="Find"/>.</param>
    /// <param name="asOf">Who is in office, and which rules are in term, depends on the day.</param>
    /// <returns>Empty: nobody is.</returns>
    public static IReadOnlyList<Lack> Of(Policy policy, Func<CustodianOrganisation, Person, Assurance?> reach, DateTimeOffset asOf)
    {
        var facts = Candidate(policy, asOf);
        var (always, most) = (Find(facts with { Changes = Nothing(policy) }, reach), Find(facts, reach));
        List<Lack> lacks = [.. always.Select(shortage => new Lack(shortage, LackKind.Always)), .. (always.Count > 0 ? [] : most).Select(shortage => new Lack(shortage, LackKind.WhereAsked))];
        foreach (var label in ReleaseGate.Labels(policy))
        {
            var without = OfRelease(facts with { Labels = [label] }, reach);
            lacks.AddRange(without.Where(one => lacks.All(told => !ReferenceEquals(told.Shortage.Rule, one.Rule))).Select(one => new Lack(one, LackKind.WhereLabelled) { Label = label }));
        }

        return lacks;
    }

    // A release's rules are the policy's, put a little differently, after one for directors.
    private static List<Shortage> OfRelease(Facts release, Func<CustodianOrganisation, Person, Assurance?> reach)
    {
        // Nobody deputises in a vote on a release.
        var judged = ReleaseGate.Judge(Heard(release, reach, deputies: false));
        var rules = ReleaseGate.Written(judged, release).ToList();
        return
        [
            .. from shortage in Short(judged)
               from rule in rules
               where ReferenceEquals(rule.Asked, shortage.Rule)
               select shortage with { Rule = rule.Written },
        ];
    }

    private static IReadOnlyList<Shortage> Short(Judgement judged) =>
        judged.Ballot is { HasOpenWay: true, Best: { OpenCount: > 0 } best } ? Shortage.Of(best, judged.Facts) : [];

    private static Facts Heard(Facts facts, Func<CustodianOrganisation, Person, Assurance?> reach, bool deputies = true) => facts with
    {
        Subject = Contents,
        GoldLine = [facts.Commit],
        SignOffs =
        [
            .. from voice in Plan.Of(facts.Policy).Voices
               let assurance = reach(voice.Custodian, voice.Person)
               where assurance is not null
               from role in deputies ? voice.Roles : voice.Person.Roles
               select new SignOff
               {
                   Seq = 1,
                   Repository = facts.Repository,
                   Commit = facts.Commit,
                   Subject = Contents,
                   Gold = facts.Commit,
                   Rules = facts.Policy.Rules,
                   Person = voice.Person.Id,
                   Custodian = voice.Custodian.Id,
                   Role = role,
                   Decision = SignOffDecision.Approve,
                   Assurance = assurance.Value,
                   RecordedAt = facts.AsOf,
               },
        ],
    };

    // What it changes is not known, so that whatever asks for that is asked.
    private static Facts Candidate(Policy policy, DateTimeOffset asOf)
    {
        var commit = new CommitSha(new string('f', 40));
        return new()
        {
            Repository = "",
            Commit = commit,
            Subject = Contents,
            GoldLine = [commit],
            DescendsFromGold = true,
            OnSource = true,
            Frozen = null,
            Policy = policy,
            PolicyAdopted = true,
            Checks = [],
            SignOffs = [],
            Contributors = [],
            FirstSeen = asOf,
            AsOf = asOf,
        };
    }

    private static Changes Nothing(Policy policy) => new()
    {
        Files = 0,
        GeneratedFiles = 0,
        Lines = 0,
        GeneratedLines = 0,
        Matches = [.. RuleTree.All(policy.SignOffs).SelectMany(rule => rule.When?.Paths ?? []).Distinct().Select(glob => new PathMatch(glob, 0, 0, null))],
    };
}

/// <summary>A shortage, and where it is felt.</summary>
/// <param name="Shortage">Who is short.</param>
/// <param name="Kind">Where.</param>
public sealed record Lack(Shortage Shortage, LackKind Kind)
{
    /// <summary>The release's label; null: it is of no release.</summary>
    public string? Label { get; init; }
}

/// <summary>Where a shortage is felt.</summary>
public enum LackKind
{
    /// <summary>By every candidate.</summary>
    Always,

    /// <summary>By a candidate of which every rule asks that may ask something of its changes.</summary>
    WhereAsked,

    /// <summary>By a release that carries a label.</summary>
    WhereLabelled,
}
