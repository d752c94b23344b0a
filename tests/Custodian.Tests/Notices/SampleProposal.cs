using Custodian.Notices.Proposals;
using Custodian.Rules;

namespace Custodian.Tests.Notices;

/// <summary>One candidate that waits for two directors and nothing else. Tests change one thing of it.</summary>
internal static class SampleProposal
{
    public static readonly CommitSha Commit = Sha('c');
    public static readonly CommitSha Gold = Sha('b');

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    public static Facts Facts { get; } = new()
    {
        Repository = "openmaxims",
        Commit = Commit,
        Subject = "contents",
        GoldLine = [Gold],
        DescendsFromGold = true,
        OnSource = true,
        Frozen = null,
        Policy = new()
        {
            Digest = "policy",
            Rules = "rules",
            Custodians = [Of("taunton", "director"), Of("sthk", "director"), Of("blackpool", "director")],
            Checks = [new("tests", "tests-1")],
            SignOffs = [new SignOffRule.EachCustodian { Role = "director" }],
            Soak = TimeSpan.Zero,
            SignOffsExpire = TimeSpan.FromDays(90),
        },
        PolicyAdopted = true,
        Checks = [Result(CheckOutcome.Passed)],
        SignOffs = [Say("taunton", SignOffDecision.Approve)],
        Contributors = [],
        FirstSeen = Now.AddDays(-2),
        AsOf = Now,
    };

    public static Proposal Of(Facts? facts) => new()
    {
        Candidate = new("openmaxims", Commit),
        State = ProposalState.Open,
        Subject = "Change the dose",
        Told = facts is null ? null : Gate.Explain(facts),
        Difference = new(Gold, [new(Commit, "Change the dose", "Ann", Now)], MoreCommits: false, new(1, ["src/Dose.java"]), new(0, [])),
        Page = "https://custodian.example.nhs.uk/repositories/openmaxims/candidates/" + Commit,
    };

    public static CommitSha Sha(char digit) => new(new string(digit, 40));

    public static CheckResult Result(CheckOutcome outcome) => new()
    {
        Seq = 2,
        Repository = "openmaxims",
        Commit = Commit,
        Check = "tests",
        Definition = "tests-1",
        Outcome = outcome,
        Summary = "412 tests ran.",
    };

    public static SignOff Say(string custodian, SignOffDecision decision) => new()
    {
        Seq = 10,
        Repository = "openmaxims",
        Commit = Commit,
        Subject = "contents",
        Gold = Gold,
        Rules = "rules",
        Person = $"{custodian}-director",
        Custodian = custodian,
        Role = "director",
        Decision = decision,
        RecordedAt = Now.AddDays(-1),
    };

    private static CustodianOrganisation Of(string id, string role) => new() { Id = id, Name = id, People = [new() { Id = $"{id}-{role}", Roles = [role] }] };
}
