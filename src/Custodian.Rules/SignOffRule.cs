using System.Text.Json.Serialization;

namespace Custodian.Rules;

/// <summary>One line of a gate's <c>sign-offs</c>: how many seats must be filled, by whom.</summary>
[JsonDerivedType(typeof(EachCustodian), "each-custodian")]
[JsonDerivedType(typeof(Any), "any")]
public abstract record SignOffRule
{
    private SignOffRule() { }

    /// <summary>The role that a person signs in to fill a seat of this rule.</summary>
    public required string Role { get; init; }

    /// <summary><c>each: custodian</c>: one seat for every custodian.</summary>
    public sealed record EachCustodian : SignOffRule;

    /// <summary><c>any: N</c>: so many seats, each for anybody in the role.</summary>
    public sealed record Any : SignOffRule
    {
        /// <summary>Number of seats, at least 1.</summary>
        public required int Count { get; init; }
    }
}
