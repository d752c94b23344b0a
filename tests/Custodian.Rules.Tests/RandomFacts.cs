namespace Custodian.Rules.Tests;

/// <summary>What may have happened under a policy; what is most ordinary comes most often.</summary>
internal static class RandomFacts
{
    private static readonly string[] Findings = ["finding-1", "finding-2"];

    /// <summary>Every check has passed, or gone against the candidate; and now and then ran elsewhere.</summary>
    public static IEnumerable<CheckResult> Runs(Draw draw, Policy policy)
    {
        foreach (var check in policy.Checks)
        {
            if (!draw.Rarely(20)) yield return Run(draw, check.Name) with { Definition = check.Definition, Repository = Sample.Repository, Commit = Sample.Candidate };
            while (draw.Rarely(4)) yield return Run(draw, check.Name);
        }
    }

    public static CheckResult Run(Draw draw, string check) => Sample.Result(check) with
    {
        Definition = draw.Of((4, "1"), (1, "2")),
        Repository = Repository(draw),
        Commit = Commit(draw),
        Outcome = draw.Of(
            (32, CheckOutcome.Passed), (2, CheckOutcome.Failed), (1, CheckOutcome.TimedOut), (1, CheckOutcome.Killed), (1, CheckOutcome.NoReport), (1, CheckOutcome.Errored), (1, (CheckOutcome)99)),
        RecordedAt = draw.Of<DateTimeOffset?>((30, Sample.Now.AddHours(-1)), (1, Sample.Now.AddDays(-1)), (1, Sample.Now.AddDays(-30)), (1, Sample.Now.AddDays(-30).AddTicks(1)), (1, null)),
        Findings = draw.Of<string[]?>((4, null), (2, [Findings[0]]), (2, Findings), (1, [])),
    };

    /// <summary>Everybody has approved in every role that they may sign in; some have not, or have said something else.</summary>
    public static IEnumerable<SignOff> Words(Draw draw, Policy policy)
    {
        var leftOut = draw.Of((6, 40), (2, 3));
        var people = policy.Custodians.SelectMany(custodian => custodian.People, (custodian, person) => (custodian.Id, Person: person));
        foreach (var (custodian, person) in people)
        {
            foreach (var role in draw.Some(person.Roles.Concat(person.Deputises).Distinct(), leftOut))
            {
                yield return Sample.SignOff(person.Id, role) with { Custodian = custodian, Assurance = draw.Of((8, Assurance.Signed), (2, Assurance.Hook), (2, Assurance.Page)), Key = Key(draw) };
            }
        }

        while (draw.Rarely(2)) yield return Said(draw);
    }

    public static SignOff Said(Draw draw)
    {
        var trust = draw.Of((4, 0), (4, 1), (2, 2), (1, 3));
        return Sample.SignOff($"trust-{trust}-{draw.One(0, 1, 2)}", draw.One(RandomPolicies.Roles), draw.Of((4, SignOffDecision.Approve), (4, SignOffDecision.Reject), (2, SignOffDecision.Withdraw))) with
        {
            Repository = Repository(draw),
            Commit = Commit(draw),
            Subject = draw.Of((8, Sample.Contents), (1, "contents-2")),
            Rules = Rules(draw),
            Gold = draw.Of<CommitSha?>((6, Sample.GoldTip), (3, Sample.Adopted), (1, Sample.Sha('e')), (1, null)),
            Assurance = draw.One(Assurance.Signed, Assurance.Hook, Assurance.Page),
            Key = Key(draw),
            RecordedAt = Sample.Now.AddDays(-draw.One(1, 6, 7, 29, 30, 59, 60)),
            Custodian = draw.Rarely(20) ? "trust-9" : $"trust-{trust}",
        };
    }

    public static IEnumerable<Attestation> Attestations(Draw draw, Policy policy)
    {
        if (!policy.Checks.Any(check => check.Attested is not null)) yield break;
        foreach (var person in policy.Custodians.SelectMany(custodian => custodian.People))
        {
            foreach (var role in person.Roles.Concat(person.Deputises))
            {
                while (!draw.Rarely(3)) yield return Attested(draw, person.Id, role);
            }
        }
    }

    public static Attestation Attested(Draw draw, string person, string role) => new()
    {
        Seq = 0,
        Repository = Repository(draw),
        Commit = Commit(draw),
        Check = draw.Of((8, "walkthrough"), (1, "tests")),
        Report = "report-1",
        Person = person,
        Custodian = draw.Rarely(30) ? "trust-9" : Sample.CustodianOf(person),
        Role = role,
        Decision = draw.Of((24, SignOffDecision.Approve), (1, SignOffDecision.Reject), (2, SignOffDecision.Withdraw)),
        Rules = Rules(draw),
        Assurance = draw.Of((6, Assurance.Signed), (1, Assurance.Hook), (1, Assurance.Page)),
        Key = Key(draw),
        RecordedAt = Sample.Now.AddDays(-draw.Of((8, 0), (1, 1), (1, 29), (1, 30))),
    };

    public static IEnumerable<Waiver> Waivers(Draw draw, Policy policy)
    {
        foreach (var check in policy.Checks)
        {
            while (draw.Rarely(3))
            {
                var finding = draw.Of<string?>((3, Findings[0]), (2, Findings[1]), (2, null));
                yield return new()
                {
                    Seq = 0, Repository = Repository(draw), Check = draw.Of((6, check.Name), (1, "style")), Finding = finding,
                    Commit = finding is null ? Commit(draw) : null, Definition = draw.Of<string?>((3, null), (3, check.Definition), (2, "2")), Until = Until(draw),
                };
            }
        }
    }

    public static IEnumerable<Deviation> Deviations(Draw draw, Policy policy)
    {
        foreach (var check in policy.Checks)
        {
            while (draw.Rarely(8)) yield return new() { Seq = 0, Repository = Repository(draw), Check = draw.Of((6, check.Name), (1, "style")), Until = Until(draw) };
        }
    }

    /// <summary>Who wrote and who committed; all are those of either kind.</summary>
    public static (string[] All, string[]? Authors, string[]? Committers) Writers(Draw draw)
    {
        var authors = Who(draw);
        var committers = Who(draw);
        return draw.One(0, 1) == 0 ? (authors, null, null) : ([.. authors.Union(committers)], authors, draw.Rarely(4) ? null : committers);
    }

    public static Changes Changes(Draw draw) => new()
    {
        Files = draw.One(4, 3, 5, 6, 8),
        GeneratedFiles = draw.One(0, 1, 3),
        Lines = draw.Of<long?>((3, 150), (2, 200), (2, 201), (2, 100), (1, null)),
        GeneratedLines = draw.Of<long?>((3, 0), (2, 1), (2, 100), (1, null)),
        Matches = [.. draw.Some(RandomPolicies.Globs, 25).Select(glob =>
        {
            var files = draw.One(0, 1, 2);
            return new PathMatch(glob, files, draw.One(0, files), files == 0 ? null : "STHK/Ward.java");
        })],
    };

    private static string? Key(Draw draw) => draw.Of((6, null), (24, SampleKeys.Fingerprints[SampleKeys.One]), (1, SampleKeys.Fingerprints[SampleKeys.Two]));

    private static string[] Who(Draw draw) => draw.Of<string[]>((5, ["developer"]), (1, ["trust-0-0"]), (1, ["trust-0-1", "trust-1-0"]), (1, []));

    private static CommitSha Commit(Draw draw) => draw.Of((6, Sample.Candidate), (1, Sample.Sha('d')));

    private static string Repository(Draw draw) => draw.Of((9, Sample.Repository), (1, "openmaxims-10.5"));

    private static string Rules(Draw draw) => draw.Of((9, Sample.RulesInForce), (1, "rules-0"));

    private static DateTimeOffset Until(Draw draw) => Sample.Now + draw.One(TimeSpan.FromDays(1), TimeSpan.FromTicks(1), TimeSpan.Zero, TimeSpan.FromDays(-1));
}
