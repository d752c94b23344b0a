using Custodian.Policies;
using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Policies.Examples;

/// <summary>A candidate under one of the example policies: every check passed this hour, it was first seen long ago, and nobody has said anything yet.</summary>
internal sealed record Example
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly CommitSha Gold = new(new string('b', 40));
    private static readonly CommitSha Candidate = new(new string('c', 40));
    private static readonly CommitSha Before = new(new string('d', 40));

    private readonly Facts facts;

    private Example(Facts facts) => this.facts = facts;

    /// <param name="file">Beside this one.</param>
    /// <param name="repository">Null: its first.</param>
    public static Example Of(string file, string? repository = null)
    {
        var configuration = ConfigurationFile.Load(PathOf(file), CustodianSetup.CheckSchemas);
        var entry = repository is null ? configuration.Repositories[0] : configuration.FindRepository(repository)!;
        var policy = configuration.PolicyFor(entry);
        return new Example(new Facts
        {
            Repository = entry.Name,
            Commit = Candidate,
            Subject = "contents",
            GoldLine = [Gold],
            DescendsFromGold = true,
            OnSource = true,
            Frozen = null,
            Policy = policy,
            PolicyAdopted = true,
            Checks = [.. policy.Checks.Select(check => Run(entry.Name, check, CheckOutcome.Passed, TimeSpan.Zero))],
            SignOffs = [],
            Contributors = [],
            FirstSeen = Now.AddDays(-30),
            AsOf = Now,
        }).Changing("README.md");
    }

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Policies", "Examples", file);

    /// <summary>These paths are changed, and no other.</summary>
    public Example Changing(params string[] paths) => new(facts with
    {
        Changes = new()
        {
            Files = paths.Length,
            GeneratedFiles = 0,
            Matches =
            [
                .. from glob in RuleTree.All(facts.Policy.SignOffs).SelectMany(rule => rule.When?.Paths ?? []).Distinct()
                   let matched = paths.Where(new PathGlobs([glob]).Matches).ToList()
                   select new PathMatch(glob, matched.Count, 0, matched.FirstOrDefault()),
            ],
        },
    });

    public Example WrittenBy(params string[] people) => new(facts with { Contributors = people });

    public Example FirstSeen(TimeSpan ago) => new(facts with { FirstSeen = Now - ago });

    /// <summary>Approves, each in the one role that they hold, or in the one named: <c>ann/core</c>.</summary>
    public Example With(params string[] people) => people.Aggregate(this, (example, person) => example.Says(person, SignOffDecision.Approve));

    /// <summary>The same of the commit that stood there before.</summary>
    public Example WithBefore(params string[] people) => people.Aggregate(this, (example, person) => example.Says(person, SignOffDecision.Approve, commit: Before));

    public Example Rejected(string person) => Says(person, SignOffDecision.Reject);

    public Example Withdrawn(string person) => Says(person, SignOffDecision.Withdraw);

    public Example Says(string person, SignOffDecision decision, TimeSpan ago = default, CommitSha? commit = null)
    {
        var (id, role) = person.Split('/') is [var one, var named] ? (one, named) : (person, null);
        var custodian = facts.Policy.Custodians.Single(custodian => custodian.People.Any(human => human.Id == id));
        return new(facts with
        {
            SignOffs =
            [
                .. facts.SignOffs,
                new()
                {
                    Seq = 100 + facts.SignOffs.Count,
                    Repository = facts.Repository,
                    Commit = commit ?? Candidate,
                    Subject = "contents",
                    Gold = Gold,
                    Rules = facts.Policy.Rules,
                    Person = id,
                    Custodian = custodian.Id,
                    Role = role ?? custodian.People.Single(human => human.Id == id).Roles.Single(),
                    Decision = decision,
                    RecordedAt = Now - ago,
                },
            ],
        });
    }

    /// <summary>One more run of a check.</summary>
    public Example Ran(string check, CheckOutcome outcome, TimeSpan ago = default) =>
        new(facts with { Checks = [.. facts.Checks, Run(facts.Repository, facts.Policy.Checks.Single(one => one.Name == check), outcome, ago) with { Seq = 10 + facts.Checks.Count }] });

    public Example NeverRan(string check) => new(facts with { Checks = [.. facts.Checks.Where(run => run.Check != check)] });

    /// <summary>Every custodian waived the failure of a check on this commit until so long from now.</summary>
    public Example Waived(string check, TimeSpan until) =>
        new(facts with { Waivers = [.. facts.Waivers, new() { Seq = 50, Repository = facts.Repository, Check = check, Commit = Candidate, Until = Now + until }] });

    public void Promotes() => Gives("Promote");

    /// <param name="reasons">Each with its subject: <c>sign-off-missing tester</c>.</param>
    public void Holds(params string[] reasons) => Gives("Hold", reasons);

    public void Rejects(params string[] reasons) => Gives("Reject", reasons);

    private void Gives(string verdict, params string[] reasons)
    {
        var given = Gate.Decide(facts);

        Assert.Equal([verdict, .. reasons], [given.GetType().Name, .. given.Reasons.Select(reason => $"{reason.Code} {reason.Subject}")]);
        Assert.Equal(given.GetType(), Gate.Explain(facts).Verdict.GetType());
    }

    private static CheckResult Run(string repository, RequiredCheck check, CheckOutcome outcome, TimeSpan ago) => new()
    {
        Seq = 1,
        Repository = repository,
        Commit = Candidate,
        Check = check.Name,
        Definition = check.Definition,
        Outcome = outcome,
        Summary = "It ran.",
        RecordedAt = Now - ago,
    };
}
