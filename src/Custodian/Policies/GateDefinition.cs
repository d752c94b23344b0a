using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>What a gate asks before gold moves.</summary>
internal sealed record GateDefinition
{
    public required string Name { get; init; }

    /// <summary>Names of the checks that must pass; null: all that the repository runs.</summary>
    public IReadOnlyList<string>? Checks { get; init; }

    /// <summary>Those of them that are shown and decide nothing.</summary>
    public IReadOnlyList<string> Advisory { get; init; } = [];

    /// <summary>Those that an urgent promotion need not wait for, and how long afterwards they must have passed.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Defer { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>At least one, and at least one of them for each custodian.</summary>
    public required IReadOnlyList<SignOffRule> SignOffs { get; init; }

    /// <summary>Globs of generated code (<see cref="PathGlobs"/>).</summary>
    public IReadOnlyList<string> Generated { get; init; } = [];

    public bool AuthorMaySign { get; init; }

    public TimeSpan Soak { get; init; }

    /// <summary>Null: an approval stays good without end.</summary>
    public TimeSpan? SignOffsExpire { get; init; }

    /// <summary>True of a gate for patient safety.</summary>
    public bool Urgent { get; init; }

    /// <summary>Roles in which a rejection is a veto; null: every role.</summary>
    public IReadOnlyList<string>? Veto { get; init; }

    /// <summary>When gold may move; null: at any time.</summary>
    public PromotionWindows? Windows { get; init; }

    public IReadOnlyList<Escalation> Escalate { get; init; } = [];

    /// <summary>Every glob that the <c>when</c> of some rule names, each once.</summary>
    public static IReadOnlyList<string> PathsIn(IEnumerable<SignOffRule> rules) => [.. RuleTree.All(rules).SelectMany(rule => rule.When?.Paths ?? []).Distinct(StringComparer.Ordinal)];
}
