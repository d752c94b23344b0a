using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>What a gate asks before gold moves.</summary>
internal sealed record GateDefinition
{
    public required string Name { get; init; }

    /// <summary>Names of the checks that must pass; null: all that the repository runs.</summary>
    public IReadOnlyList<string>? Checks { get; init; }

    /// <summary>At least one, and at least one of them for each custodian.</summary>
    public required IReadOnlyList<SignOffRule> SignOffs { get; init; }

    public bool AuthorMaySign { get; init; }

    public TimeSpan Soak { get; init; }

    /// <summary>Null: an approval stays good without end.</summary>
    public TimeSpan? SignOffsExpire { get; init; }
}
