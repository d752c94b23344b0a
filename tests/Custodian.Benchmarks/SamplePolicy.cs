using Custodian.Rules;

namespace Custodian.Benchmarks;

/// <summary>A policy of the size that three trusts would have: 3 custodians, 9 roles, 12 rules; and what was said under it.</summary>
internal static class SamplePolicy
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private static readonly string[] Trusts = ["taunton", "sthk", "blackpool"];

    private static readonly string[] Roles =
    [
        "director", "clinical-safety-officer", "clinical-lead", "caldicott-guardian", "release-manager", "tester", "architect", "security-officer", "pharmacist",
    ];

    /// <summary>What everybody signs with.</summary>
    public const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINaP3hU5JpLQaJPW+sDQDGMBlzA3kxo3e2TxNDfK8+CP";

    public static string KeyName { get; } = KeyFingerprint.Of(Key)!;

    public static string RulesDigest { get; } = new('5', 64);

    public static string Contents { get; } = new('6', 64);

    /// <summary>Every trust has one person in each role.</summary>
    public static Policy Policy { get; } = new()
    {
        Digest = new('4', 64),
        Rules = RulesDigest,
        Gate = "standard",
        Custodians = [.. Trusts.Select(trust => new CustodianOrganisation
        {
            Id = trust,
            Name = trust,
            People = [.. Roles.Select(role => new Person { Id = $"{trust}-{role}", Roles = [role], From = new(2020, 1, 1), Keys = [Key] })],
        })],
        Checks = [.. Enumerable.Range(0, 6).Select(number => new RequiredCheck($"check-{number}", new string('7', 64)))],
        SignOffs =
        [
            new SignOffRule.EachCustodian { Role = Roles[0] },
            new SignOffRule.EachCustodian { Role = Roles[1], Of = ["taunton", "sthk"] },
            .. Roles[2..7].Select(role => new SignOffRule.Any { Role = role, Count = 1 }),
            new SignOffRule.Any { Role = Roles[2], Count = 1, When = new() { Paths = ["STHK/**"] }, Of = ["sthk"], NotBy = [NotBy.Author] },
            new SignOffRule.OneOf { Parts = [new SignOffRule.Any { Role = Roles[7], Count = 2 }, new SignOffRule.Any { Role = Roles[8], Count = 1 }] },
            new SignOffRule.Any { Role = Roles[5], Count = 2, When = new() { FilesOver = 1000 }, MinAssurance = Assurance.Signed },
        ],
        Soak = TimeSpan.FromHours(24),
        SignOffsExpire = TimeSpan.FromDays(90),
    };

    /// <summary>Everybody's approval, in their roles.</summary>
    public static IEnumerable<(string Trust, string Person, string Role)> Words =>
        from trust in Trusts
        from role in Roles
        select (trust, $"{trust}-{role}", role);

    /// <summary>40 facts about one candidate: 13 runs of 6 checks, and 27 sign-offs.</summary>
    public static Facts Facts(CommitSha commit, CommitSha gold) => new()
    {
        Repository = "bench",
        Commit = commit,
        Subject = Contents,
        GoldLine = [gold],
        DescendsFromGold = true,
        OnSource = true,
        Frozen = null,
        Policy = Policy,
        PolicyAdopted = true,
        Checks = [.. Enumerable.Range(0, 13).Select(number => new CheckResult
        {
            Seq = number,
            Repository = "bench",
            Commit = commit,
            Check = $"check-{number % 6}",
            Definition = new('7', 64),
            Outcome = number < 6 ? CheckOutcome.Errored : CheckOutcome.Passed,
            Summary = "412 tests ran.",
        })],
        SignOffs = [.. Words.Select((word, number) => new SignOff
        {
            Seq = 100 + number,
            Repository = "bench",
            Commit = commit,
            Subject = Contents,
            Gold = gold,
            Rules = RulesDigest,
            Person = word.Person,
            Custodian = word.Trust,
            Role = word.Role,
            Decision = SignOffDecision.Approve,
            Assurance = Assurance.Signed,
            Key = KeyName,
            RecordedAt = Now.AddDays(-1),
        })],
        Contributors = ["developer"],
        Changes = new() { Files = 12, GeneratedFiles = 0, Matches = [new("STHK/**", 2, 0, "STHK/Ward.java")] },
        FirstSeen = Now.AddDays(-2),
        AsOf = Now,
    };
}
