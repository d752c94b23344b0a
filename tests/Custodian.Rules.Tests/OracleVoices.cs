namespace Custodian.Rules.Tests;

/// <summary>What one person said last in one role, for one custodian that they belong to.</summary>
internal sealed record Voice(string Custodian, string Person, string Role, bool OnlyDeputises, SignOff Said);

/// <summary>The oracle on whose words are heard, and which of them count.</summary>
internal static class OracleVoices
{
    public static List<Voice> Heard(Facts facts) =>
        [.. from seat in Roles(facts)
            let said = facts.SignOffs
                .Where(said => said.Commit == facts.Commit && said.Repository == facts.Repository && said.Person == seat.Person && said.Role == seat.Role)
                .MaxBy(said => said.Seq)
            where said is not null && said.Decision != SignOffDecision.Withdraw
            select seat with { Said = said }];

    /// <summary>As if everybody who could say anything had just approved.</summary>
    public static List<Voice> Possible(Facts facts) =>
        [.. from seat in Roles(facts) select seat with { Said = Fresh(facts, seat) }];

    /// <summary>An approval as good as there can be.</summary>
    public static SignOff Fresh(Facts facts, Voice of) => new()
    {
        Seq = 1_000_000, Repository = facts.Repository, Commit = facts.Commit, Subject = facts.Subject ?? "", Gold = facts.GoldLine.Count > 0 ? facts.GoldLine[^1] : null,
        Rules = facts.Policy.Rules, Person = of.Person, Custodian = of.Custodian, Role = of.Role, Decision = SignOffDecision.Approve, Assurance = Assurance.Signed,
        RecordedAt = facts.AsOf,
    };

    /// <summary>True when the approval itself is good; whether it fits a seat is asked besides.</summary>
    public static bool Counts(Facts facts, SignOffRule.Asking rule, Voice voice)
    {
        var said = voice.Said;
        if (said.Decision != SignOffDecision.Approve || said.Custodian != voice.Custodian) return false;
        if (facts.Subject is null || said.Subject != facts.Subject || said.Rules != facts.Policy.Rules) return false;
        if (said.Gold is null || !facts.GoldLine.Contains(said.Gold.Value)) return false;
        if ((rule.Expire ?? facts.Policy.SignOffsExpire) is { } expire && facts.AsOf >= said.RecordedAt + expire) return false;
        return said.Assurance >= rule.MinAssurance && KeyIsNamed(facts, voice.Custodian, voice.Person, said.Key);
    }

    /// <summary>True unless it was signed with a key that the policy does not name for this person.</summary>
    public static bool KeyIsNamed(Facts facts, string custodian, string person, string? key) =>
        key is null || facts.Policy.Custodians.Where(one => one.Id == custodian).SelectMany(one => one.People).Where(one => one.Id == person).Any(one => one.Keys.Any(named => SampleKeys.Fingerprints[named] == key));

    /// <summary>True when this person may sit there, whatever they have said.</summary>
    public static bool MaySit(Facts facts, SignOffRule.Asking rule, string? custodian, Voice voice)
    {
        if (voice.Role != rule.Role || (voice.OnlyDeputises && !rule.Deputies)) return false;
        if (custodian is not null && voice.Custodian != custodian) return false;
        if (rule.Of is not null && !rule.Of.Contains(voice.Custodian)) return false;
        NotBy[] names = rule.NotBy is not null ? [.. rule.NotBy] : facts.Policy.AuthorMaySign ? [NotBy.AnotherSeat] : [NotBy.Author, NotBy.Committer, NotBy.AnotherSeat];
        if (names.Contains(NotBy.Author) && (facts.Authors ?? facts.Contributors).Contains(voice.Person)) return false;
        if (names.Contains(NotBy.Committer) && (facts.Committers ?? facts.Contributors).Contains(voice.Person)) return false;
        return !names.Contains(NotBy.Pusher) || facts.Pushers?.Contains(voice.Person) != true;
    }

    public static bool WroteOrCommitted(Facts facts, string person) =>
        (facts.Authors ?? facts.Contributors).Contains(person) || (facts.Committers ?? facts.Contributors).Contains(person);

    private static IEnumerable<Voice> Roles(Facts facts) =>
        from custodian in OracleRules.Members(facts)
        from person in custodian.People
        where OracleRules.Within(person.From, person.Until, facts.AsOf)
        from role in person.Roles.Concat(person.Deputises).Distinct()
        select new Voice(custodian.Id, person.Id, role, !person.Roles.Contains(role), null!);
}
