namespace Custodian.Rules.Tests;

/// <summary>The oracle on the fewest acts: every set of sign-offs is tried, smaller ones first.</summary>
internal static class OracleActs
{
    /// <summary>The least number of sign-offs after which it is promoted; null where there are none, or more than <paramref name="most"/>.</summary>
    // To approve is never worse than to take a rejection back, and is one act as well.
    public static int? Fewest(Facts facts, int most)
    {
        var useful = OracleVoices.Possible(facts).Where(voice =>
            OracleRules.Everywhere(facts.Policy.SignOffs).Exists(rule => rule is SignOffRule.Asking asking && asking.Role == voice.Role)
            || facts.SignOffs.Any(said => said.Person == voice.Person && said.Role == voice.Role)).ToArray();
        for (var count = 0; count <= most; count++)
        {
            if (Sets(useful.Length, count).Any(set => Oracle.Judge(After(facts, set.Select(index => useful[index]))).Verdict == "Promote")) return count;
        }

        return null;
    }

    /// <summary>The least number of votes after which a motion is carried; null where no votes carry it.</summary>
    // To vote for it is never worse than to take a rejection back, and is one act as well.
    public static int? FewestVotes(Facts facts, IReadOnlyList<MotionVote> votes)
    {
        var directors = facts.Policy.Custodians.SelectMany(custodian => custodian.People, (custodian, person) => new MotionVote(0, person.Id, custodian.Id, SignOffDecision.Approve)).ToArray();
        for (var count = 0; count <= directors.Length; count++)
        {
            if (Sets(directors.Length, count).Any(set => IsCarried(facts, [.. votes, .. set.Select(index => directors[index] with { Seq = 1_000_000 + index })]))) return count;
        }

        return null;
    }

    /// <summary>True when every member has an approval, and no rejection, among the latest words of its directors in office.</summary>
    public static bool IsCarried(Facts facts, IReadOnlyList<MotionVote> votes)
    {
        var today = DateOnly.FromDateTime(facts.AsOf.UtcDateTime);
        foreach (var custodian in facts.Policy.Custodians)
        {
            if (custodian.From > today || custodian.Until < today) continue;

            var (yes, no) = (false, false);
            foreach (var person in custodian.People)
            {
                if (person.From > today || person.Until < today || !person.Roles.Contains("director")) continue;

                var word = votes.Where(vote => vote.Person == person.Id).OrderBy(vote => vote.Seq).LastOrDefault();
                if (word?.Custodian != custodian.Id) continue;
                yes |= word.Decision == SignOffDecision.Approve;
                no |= word.Decision == SignOffDecision.Reject;
            }

            if (!yes || no) return false;
        }

        return true;
    }

    private static Facts After(Facts facts, IEnumerable<Voice> acts) =>
        facts with { SignOffs = [.. facts.SignOffs, .. acts.Select((voice, index) => voice.Said with { Seq = 1_000_000 + index })] };

    private static IEnumerable<int[]> Sets(int among, int count, int from = 0) =>
        count == 0 ? [[]] : Enumerable.Range(from, Math.Max(0, among - from)).SelectMany(first => Sets(among, count - 1, first + 1), (first, rest) => rest.Prepend(first).ToArray());
}
