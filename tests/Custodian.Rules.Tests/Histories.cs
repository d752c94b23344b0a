using CsCheck;

namespace Custodian.Rules.Tests;

/// <summary>
/// Random policies and what happened under them. The names are few, so that facts meet; each history begins from one that
/// might promote and is then disturbed, so that the gate is often open and often only just closed.
/// </summary>
internal static class Histories
{
    private static readonly string[] Roles = ["director", "clinical-safety-officer", "finance"];

    private static readonly Gen<Person[]> People =
        from count in Gen.Frequency((1, 0), (12, 1), (12, 2), (8, 3))
        from people in Gen.Select(
            Gen.Frequency((8, 1), (8, 3), (2, 2), (1, 4), (1, 7), (1, 0)),
            Gen.Frequency<DateOnly?>((20, null), (1, new DateOnly(2026, 11, 22)), (1, new DateOnly(2026, 11, 21)))).Array[count]
        select people.Select((one, index) => new Person
        {
            Id = $"{index}",
            Roles = [.. Roles.Where((_, bit) => (one.Item1 >> bit & 1) == 1)],
            Until = one.Item2,
        }).ToArray();

    private static readonly Gen<SignOffRule> Rule =
        from each in Gen.Bool
        from role in Gen.Frequency((4, Roles[0]), (3, Roles[1]), (1, Roles[2]))
        from count in Gen.Frequency((16, 1), (3, 2), (1, 0))
        select each ? new SignOffRule.EachCustodian { Role = role } : (SignOffRule)new SignOffRule.Any { Role = role, Count = count };

    private static readonly Gen<Policy> Policy =
        from trusts in Gen.Frequency((1, 0), (1, 1), (12, 2), (12, 3))
        from people in People.Array[trusts]
        from count in Gen.Frequency((1, 0), (12, 1), (12, 2), (4, 3))
        from checks in Gen.Select(Gen.OneOf("tests", "licences"), Gen.OneOf("1", "2")).Array[count]
        from asked in Gen.Frequency((19, true), (1, false))
        from more in Rule.Array[0, 2]
        from authorMaySign in Gen.Bool
        from soak in Gen.OneOf(TimeSpan.Zero, TimeSpan.FromHours(24))
        from expire in Gen.OneOf<TimeSpan?>(null, TimeSpan.FromDays(30))
        select Sample.Policy with
        {
            Custodians = [.. people.Select((those, index) => Sample.Custodian(
                $"trust-{index}", [.. those.Select(person => person with { Id = $"trust-{index}-{person.Id}" })]))],
            Checks = [.. checks.Select(check => new RequiredCheck(check.Item1, check.Item2))],
            SignOffs = asked ? [new SignOffRule.EachCustodian { Role = Roles[0] }, .. more] : more,
            AuthorMaySign = authorMaySign,
            Soak = soak,
            SignOffsExpire = expire,
        };

    private static readonly Gen<CommitSha> Commit = Gen.Frequency((4, Sample.Candidate), (1, Sample.Sha('d')));
    private static readonly Gen<string> Repository = Gen.Frequency((6, Sample.Repository), (1, "openmaxims-10.5"));
    private static readonly Gen<string> Contents = Gen.Frequency((8, Sample.Contents), (1, "contents-2"));
    private static readonly Gen<string> Rules = Gen.Frequency((8, Sample.RulesInForce), (1, "rules-0"));
    private static readonly Gen<CommitSha?> Gold =
        Gen.Frequency<CommitSha?>((6, Sample.GoldTip), (3, Sample.Adopted), (1, Sample.Sha('e')), (1, null));

    private static readonly Gen<CheckResult> Run =
        from check in Gen.OneOf("tests", "licences", "style")
        from definition in Gen.OneOf("1", "2")
        from repository in Repository
        from commit in Commit
        from outcome in Gen.Frequency(
            (8, CheckOutcome.Passed), (1, CheckOutcome.Failed), (1, CheckOutcome.TimedOut), (1, CheckOutcome.Killed),
            (1, CheckOutcome.NoReport), (1, CheckOutcome.Errored))
        select Sample.Result(check, outcome) with { Definition = definition, Repository = repository, Commit = commit };

    private static readonly Gen<SignOff> Said =
        from trust in Gen.Int[0, 3]
        from person in Gen.Int[0, 2]
        from role in Gen.OneOf(Roles)
        from decision in Gen.Frequency((6, SignOffDecision.Approve), (1, SignOffDecision.Reject), (2, SignOffDecision.Withdraw))
        from repository in Repository
        from commit in Commit
        from contents in Contents
        from rules in Rules
        from gold in Gold
        from days in Gen.OneOf(1, 29, 30, 31)
        from moved in Gen.Frequency((29, false), (1, true))
        select Sample.SignOff($"trust-{trust}-{person}", role, decision) with
        {
            Repository = repository, Commit = commit, Subject = contents, Rules = rules, Gold = gold, RecordedAt = Sample.Now.AddDays(-days),
            Custodian = moved ? "trust-9" : $"trust-{trust}",
        };

    // Twenty-nine times in thirty.
    private static readonly Gen<bool> Mostly = Gen.Frequency((29, true), (1, false));

    /// <summary>A policy, and what happened; no two facts at one place in the ledger.</summary>
    public static readonly Gen<Facts> Any =
        from policy in Policy
        from keptRuns in Mostly.Array[policy.Checks.Count]
        from moreRuns in Run.Array[0, 2]
        from keptWords in Mostly.Array[9 * Roles.Length]
        from moreWords in Said.Array[0, 3]
        from order in Gen.Shuffle(Enumerable.Range(1, 64).ToArray())
        from contributors in Gen.Frequency<string[]>((5, []), (1, ["trust-0-0"]), (1, ["trust-0-1", "trust-1-0"]), (1, ["developer"]))
        from fine in Mostly.Array[6]
        from hours in Gen.Frequency((1, 23), (4, 24), (4, 25))
        let runs = policy.Checks.Where((_, index) => keptRuns[index]).Select(check => Sample.Result(check.Name) with { Definition = check.Definition })
        let words = Approvals(policy).Where((_, index) => keptWords[index])
        select Sample.Ready with
        {
            Policy = policy,
            Checks = [.. runs.Concat(moreRuns).Select((run, index) => run with { Seq = order[index] })],
            SignOffs = [.. words.Concat(moreWords).Select((word, index) => word with { Seq = order[^(index + 1)] })],
            Contributors = contributors,
            Subject = fine[0] ? Sample.Contents : null,
            GoldLine = fine[1] ? Sample.Ready.GoldLine : [],
            DescendsFromGold = fine[2],
            OnSource = fine[3],
            Frozen = fine[4] ? null : "somebody else moved gold.",
            PolicyAdopted = fine[5],
            FirstSeen = Sample.Now.AddHours(-hours),
        };

    /// <summary>A history that promotes, with not one fact too many.</summary>
    public static readonly Gen<Facts> JustEnough =
        from facts in Any
        where Oracle.Judge(facts) == "Promote"
        select facts with
        {
            Checks = [.. facts.Policy.Checks.Distinct().Select(check => Oracle.LastRun(facts, check)!)],
            SignOffs = Oracle.Fillers(facts)!,
        };

    /// <summary>The same facts in another order.</summary>
    public static Gen<Facts> InAnyOrder(Facts facts) =>
        from checks in Gen.Shuffle(facts.Checks.ToArray())
        from signOffs in Gen.Shuffle(facts.SignOffs.ToArray())
        from contributors in Gen.Shuffle(facts.Contributors.ToArray())
        select facts with { Checks = checks, SignOffs = signOffs, Contributors = contributors };

    /// <summary>One more fact, which is not about this candidate, or from nobody who has a voice.</summary>
    public static Gen<Facts> WithSomethingUnrelated(Facts facts)
    {
        var run = from one in Run
                  from kind in Gen.Int[0, 3]
                  select facts.And(kind switch
                  {
                      0 => one with { Seq = 1000, Commit = Sample.Sha('e') },
                      1 => one with { Seq = 1000, Repository = "another" },
                      2 => one with { Seq = 1000, Definition = "3" },
                      _ => one with { Seq = 1000, Check = "style" },
                  });
        var word = from one in Said
                   from kind in Gen.Int[0, 3]
                   select facts.And(kind switch
                   {
                       0 => one with { Seq = 1000, Commit = Sample.Sha('e') },
                       1 => one with { Seq = 1000, Repository = "another" },
                       2 => one with { Seq = 1000, Person = "stranger" },
                       _ => one with { Seq = 1000, Role = "chair" },
                   });
        return Gen.OneOf(run, word);
    }

    /// <summary>One fact told twice.</summary>
    public static Gen<Facts> WithSomethingTwice(Facts facts) =>
        from which in Gen.Int[0, int.MaxValue]
        let all = facts.Checks.Count + facts.SignOffs.Count
        let index = all == 0 ? 0 : which % all
        select all == 0 ? facts
            : index < facts.Checks.Count ? facts with { Checks = [facts.Checks[index] with { }, .. facts.Checks] }
            : facts with { SignOffs = [facts.SignOffs[index - facts.Checks.Count] with { }, .. facts.SignOffs] };

    private static IEnumerable<SignOff> Approvals(Policy policy) =>
        from custodian in policy.Custodians
        from person in custodian.People
        from role in person.Roles
        select Sample.SignOff(person.Id, role);
}
