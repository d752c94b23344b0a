namespace Custodian.Rules.Tests;

/// <summary>One candidate that promotes. Every test changes one thing of it.</summary>
internal static class Sample
{
    public const string Repository = "openmaxims";
    public const string Director = "director";
    public const string SafetyOfficer = "clinical-safety-officer";
    public const string RulesInForce = "rules-1";
    public const string Contents = "contents-1";

    public static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    public static readonly CommitSha Adopted = Sha('a');
    public static readonly CommitSha GoldTip = Sha('b');
    public static readonly CommitSha Candidate = Sha('c');

    public static Policy Policy { get; } = new()
    {
        Digest = "policy-1",
        Rules = RulesInForce,
        Custodians =
        [
            Custodian("taunton", Person("taunton-director", Director), Person("taunton-cso", SafetyOfficer), Person("developer")),
            Custodian("sthk", Person("sthk-director", Director)),
            Custodian("blackpool", Person("blackpool-director", Director)),
        ],
        Checks = [new("tests", "tests-1"), new("licences", "licences-1")],
        SignOffs = [new SignOffRule.EachCustodian { Role = Director }, new SignOffRule.Any { Role = SafetyOfficer, Count = 1 }],
        Soak = TimeSpan.FromHours(24),
        SignOffsExpire = TimeSpan.FromDays(90),
    };

    public static Facts Ready { get; } = new()
    {
        Repository = Repository,
        Commit = Candidate,
        Subject = Contents,
        GoldLine = [Adopted, GoldTip],
        DescendsFromGold = true,
        OnSource = true,
        Frozen = null,
        Policy = Policy,
        PolicyAdopted = true,
        Checks = [Result("tests", seq: 2), Result("licences", seq: 3)],
        SignOffs =
        [
            SignOff("taunton-director", seq: 4),
            SignOff("sthk-director", seq: 5),
            SignOff("blackpool-director", seq: 6),
            SignOff("taunton-cso", SafetyOfficer, seq: 7),
        ],
        Contributors = ["developer"],
        FirstSeen = Now.AddDays(-2),
        AsOf = Now,
    };

    /// <summary>A commit id of one repeated digit.</summary>
    public static CommitSha Sha(char digit) => new(new string(digit, 40));

    public static CustodianOrganisation Custodian(string id, params Person[] people) => new() { Id = id, Name = $"The {id} trust", People = people };

    public static Person Person(string id, params string[] roles) => new() { Id = id, Roles = roles };

    public static CheckResult Result(string check, CheckOutcome outcome = CheckOutcome.Passed, long seq = 100) => new()
    {
        Seq = seq,
        Repository = Repository,
        Commit = Candidate,
        Check = check,
        Definition = $"{check}-1",
        Outcome = outcome,
        Summary = "412 tests ran.",
    };

    public static SignOff SignOff(
        string person, string role = Director, SignOffDecision decision = SignOffDecision.Approve, long seq = 100, string? custodian = null) => new()
    {
        Seq = seq,
        Repository = Repository,
        Commit = Candidate,
        Subject = Contents,
        Gold = GoldTip,
        Rules = RulesInForce,
        Person = person,
        Custodian = custodian ?? CustodianOf(person),
        Role = role,
        Decision = decision,
        RecordedAt = Now.AddDays(-1),
    };

    /// <summary>Most ids of people here begin with their custodian's: <c>taunton-director</c>, <c>trust-1-0</c>.</summary>
    public static string CustodianOf(string person) => person.Contains('-', StringComparison.Ordinal) ? person[..person.LastIndexOf('-')] : person;

    /// <summary>Monday to Friday, nine to four; the sample's now is a Sunday, ten o'clock.</summary>
    public static readonly PromotionWindows Weekdays = new()
    {
        Zone = "Europe/London",
        Open = [new([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], TimeSpan.FromHours(9), TimeSpan.FromHours(16))],
    };

    /// <summary>A waiver of the candidate that is good for another day.</summary>
    public static Waiver WaiverOf(string check) => new() { Seq = 50, Repository = Repository, Check = check, Commit = Candidate, Until = Now.AddDays(1) };

    /// <summary>A waiver of one finding that is good for another day.</summary>
    public static Waiver WaiverOfFinding(string check, string finding) => WaiverOf(check) with { Commit = null, Finding = finding };

    /// <summary>A deviation that is good for another day.</summary>
    public static Deviation DeviationOf(string check) => new() { Seq = 51, Repository = Repository, Check = check, Until = Now.AddDays(1) };

    /// <summary>One definition of a check changed.</summary>
    public static Facts Check(this Facts facts, string name, Func<RequiredCheck, RequiredCheck> change) =>
        facts.Ask(policy => policy with { Checks = [.. policy.Checks.Select(check => check.Name == name ? change(check) : check)] });

    /// <summary>One more rule.</summary>
    public static Facts And(this Facts facts, SignOffRule rule) => facts.Ask(policy => policy with { SignOffs = [.. policy.SignOffs, rule] });

    /// <summary>These rules and no other.</summary>
    public static Facts Rules(this Facts facts, params SignOffRule[] rules) => facts.Ask(policy => policy with { SignOffs = rules });

    /// <summary>The rule that asks a director of each custodian, changed.</summary>
    public static Facts Directors(this Facts facts, Func<SignOffRule.EachCustodian, SignOffRule> change) =>
        facts.Ask(policy => policy with { SignOffs = [change((SignOffRule.EachCustodian)policy.SignOffs[0]), .. policy.SignOffs.Skip(1)] });

    /// <summary>One custodian changed.</summary>
    public static Facts Custodian(this Facts facts, string id, Func<CustodianOrganisation, CustodianOrganisation> change) =>
        facts.Ask(policy => policy with { Custodians = [.. policy.Custodians.Select(custodian => custodian.Id == id ? change(custodian) : custodian)] });

    /// <summary>One more check run.</summary>
    public static Facts And(this Facts facts, CheckResult result) => facts with { Checks = [.. facts.Checks, result] };

    /// <summary>One more sign-off.</summary>
    public static Facts And(this Facts facts, SignOff signOff) => facts with { SignOffs = [.. facts.SignOffs, signOff] };

    /// <summary>Every sign-off of one person, changed.</summary>
    public static Facts Change(this Facts facts, string person, Func<SignOff, SignOff> change) =>
        facts with { SignOffs = [.. facts.SignOffs.Select(signOff => signOff.Person == person ? change(signOff) : signOff)] };

    /// <summary>Nothing said by this person.</summary>
    public static Facts Without(this Facts facts, string person) =>
        facts with { SignOffs = [.. facts.SignOffs.Where(signOff => signOff.Person != person)] };

    /// <summary>One custodian's people replaced.</summary>
    public static Facts People(this Facts facts, string custodian, params Person[] people) =>
        facts.Ask(policy => policy with
        {
            Custodians = [.. policy.Custodians.Select(each => each.Id == custodian ? each with { People = people } : each)],
        });

    /// <summary>The policy changed, its digest of the rules not.</summary>
    public static Facts Ask(this Facts facts, Func<Policy, Policy> change) => facts with { Policy = change(facts.Policy) };
}
