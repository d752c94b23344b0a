namespace Custodian.Rules;

/// <summary>What the gate asks of one repository's candidates, and whose voices count.</summary>
public sealed record Policy
{
    /// <summary>SHA-256, in hex, of the whole adopted policy.</summary>
    public required string Digest { get; init; }

    /// <summary>SHA-256, in hex, of the rules in force for this repository: its entry, its gate, its checks; not the people.</summary>
    public required string Rules { get; init; }

    /// <summary>Every custodian; each has a voice.</summary>
    public required IReadOnlyList<CustodianOrganisation> Custodians { get; init; }

    /// <summary>Every check that must pass.</summary>
    public required IReadOnlyList<RequiredCheck> Checks { get; init; }

    /// <summary>Every sign-off rule; all must be met, by different people.</summary>
    public required IReadOnlyList<SignOffRule> SignOffs { get; init; }

    /// <summary>True when who wrote or committed part of a candidate may sign it off all the same.</summary>
    public bool AuthorMaySign { get; init; }

    /// <summary>Least time between first sight of a candidate and its promotion; zero: none.</summary>
    public TimeSpan Soak { get; init; }

    /// <summary>How long an approval stays good; null: without end.</summary>
    public TimeSpan? SignOffsExpire { get; init; }

    /// <summary>The gate's name; null: not told.</summary>
    public string? Gate { get; init; }

    /// <summary>True of the gate for patient safety, whose candidates come from its own branches.</summary>
    public bool Urgent { get; init; }

    /// <summary>SHA-256, in hex, of the rules of the repository's main line, where <see cref="Urgent"/> candidates have others; null: not told, or these are they.</summary>
    public string? MainRules { get; init; }

    /// <summary>Roles in which a rejection is a veto; null: every role. In any other it is shown, and stops nothing.</summary>
    public IReadOnlyList<string>? Veto { get; init; }

    /// <summary>When gold may move; null: at any time.</summary>
    public PromotionWindows? Windows { get; init; }

    /// <summary>Who is told of reasons that stand too long.</summary>
    public IReadOnlyList<Escalation> Escalate { get; init; } = [];

    /// <summary>Who advises: their sign-offs are shown, and never counted.</summary>
    public IReadOnlyList<Person> Associates { get; init; } = [];

    /// <summary>The rules that votes about the whole repository name: those of its main line; null: not told.</summary>
    public string? RulesOfVotes() => Urgent ? MainRules : Rules;

    /// <summary>Every role in which some rule asks for a sign-off, each once.</summary>
    public IEnumerable<string> RolesAsked() => RuleTree.Leaves(SignOffs).Select(rule => rule.Role).Distinct();
}
