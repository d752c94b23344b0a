namespace Custodian.Rules;

/// <summary>Turns what people attest into a check's result.</summary>
internal static class Attestations
{
    /// <returns>Null: nobody's word counts.</returns>
    public static CheckResult? Result(RequiredCheck check, Attestor attestor, Facts facts, Plan plan)
    {
        var today = DateOnly.FromDateTime(facts.AsOf.UtcDateTime).DayNumber;
        List<Attestation> words =
        [
            .. from voice in plan.Voices
               where MayAttest(voice, attestor, facts, today)
               let word = Word(voice, check, attestor, facts)
               where word is { Decision: not SignOffDecision.Withdraw }
               select word,
        ];
        if (words.Where(word => word.Decision == SignOffDecision.Reject).MaxBy(word => word.Seq) is { } against) return Told(against, CheckOutcome.Failed, "it failed");
        return words.MaxBy(word => word.Seq) is { } good ? Told(good, CheckOutcome.Passed, "it passed") : null;
    }

    /// <summary>Who could attest: no part of the candidate is theirs.</summary>
    public static IReadOnlyList<Actor> Askable(RequiredCheck check, Facts facts)
    {
        var today = DateOnly.FromDateTime(facts.AsOf.UtcDateTime).DayNumber;
        return [.. Plan.Of(facts.Policy).Voices.Where(voice => MayAttest(voice, check.Attested!, facts, today)).Select(voice => new Actor(voice.Custodian.Id, check.Attested!.Role)).Distinct()];
    }

    public static bool MayAttest(Voice voice, Attestor attestor, Facts facts, int today) =>
        voice.IsHeard(today) && voice.Person.Roles.Contains(attestor.Role)
        && (attestor.Of is null || attestor.Of.Contains(voice.Custodian.Id))
        && (facts.Policy.AuthorMaySign || !facts.Contributors.Contains(voice.Person.Id));

    /// <summary>True when this person's word is that it failed, and that counts.</summary>
    public static bool Against(Voice voice, RequiredCheck check, Attestor attestor, Facts facts) =>
        Word(voice, check, attestor, facts) is { Decision: SignOffDecision.Reject };

    // The latest that a person attested, where that counts.
    private static Attestation? Word(Voice voice, RequiredCheck check, Attestor attestor, Facts facts) =>
        facts.Attestations
            .Where(one => one.Repository == facts.Repository && one.Commit == facts.Commit && one.Check == check.Name)
            .Where(one => one.Person == voice.Person.Id && one.Role == attestor.Role)
            .MaxBy(one => one.Seq) is { } word
        && word.Custodian == voice.Custodian.Id
        // Like a veto, what somebody attests against a candidate binds whatever has changed since.
        && (word.Decision == SignOffDecision.Reject || (word.Rules == facts.Policy.Rules && word.Assurance >= attestor.MinAssurance && voice.Person.OwnsKey(word.Key)))
            ? word : null;

    private static CheckResult Told(Attestation word, CheckOutcome outcome, string how) => new()
    {
        Seq = word.Seq,
        Repository = word.Repository,
        Commit = word.Commit,
        Check = word.Check,
        Definition = "",
        Outcome = outcome,
        Summary = $"{word.Person} attests that {how} (report {word.Report[..Math.Min(12, word.Report.Length)]}).",
        RecordedAt = word.RecordedAt,
    };
}
