using System.Text.Json.Serialization;

namespace Custodian.Rules;

/// <summary>One line of a gate's <c>sign-offs</c>: how many seats must be filled, by whom, and when it is asked at all.</summary>
[JsonDerivedType(typeof(EachCustodian), "each-custodian")]
[JsonDerivedType(typeof(Any), "any")]
[JsonDerivedType(typeof(AllOf), "and")]
[JsonDerivedType(typeof(OneOf), "or")]
public abstract record SignOffRule
{
    private SignOffRule() { }

    /// <summary>What must be true of the candidate for the rule to be asked; null: it is asked of every one.</summary>
    public Condition? When { get; init; }

    /// <summary>First day on which it is asked, from 00:00 UTC; null: since always.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day on which it is asked, until 24:00 UTC; null: until further notice.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>A rule that has seats of its own.</summary>
    public abstract record Asking : SignOffRule
    {
        /// <summary>The role that a person signs in to fill a seat of this rule.</summary>
        public required string Role { get; init; }

        /// <summary>Ids of the custodians that it is about; null: all.</summary>
        public IReadOnlyList<string>? Of { get; init; }

        /// <summary>How well an approval must be proved to count here.</summary>
        public Assurance MinAssurance { get; init; }

        /// <summary>
        /// Who may not sit here. Null: author, committer and whoever sits in another seat; where the gate lets authors sign,
        /// whoever sits in another seat alone.
        /// </summary>
        public IReadOnlyList<NotBy>? NotBy { get; init; }

        /// <summary>How long an approval stays good here; null: as long as the gate says.</summary>
        public TimeSpan? Expire { get; init; }

        /// <summary>True when who deputises in the role may sit here as well.</summary>
        public bool Deputies { get; init; }

        /// <summary>Who may not sit here, with the gate's default filled in.</summary>
        public IReadOnlyList<NotBy> Excluded(bool authorMaySign) =>
            NotBy ?? (authorMaySign ? [Rules.NotBy.AnotherSeat] : [Rules.NotBy.Author, Rules.NotBy.Committer, Rules.NotBy.AnotherSeat]);
    }

    /// <summary><c>each: custodian</c>: the same number of seats for every custodian.</summary>
    public sealed record EachCustodian : Asking
    {
        /// <summary>Seats for each custodian, at least 1.</summary>
        public int Count { get; init; } = 1;
    }

    /// <summary><c>any: N</c>: so many seats, each for anybody in the role.</summary>
    public sealed record Any : Asking
    {
        /// <summary>Number of seats, at least 1.</summary>
        public required int Count { get; init; }
    }

    /// <summary>Met when each part that is asked is met.</summary>
    public sealed record AllOf : SignOffRule
    {
        /// <summary>At least one.</summary>
        public required IReadOnlyList<SignOffRule> Parts { get; init; }
    }

    /// <summary>Met when one part that is asked is met; where none is asked, it is not asked either.</summary>
    public sealed record OneOf : SignOffRule
    {
        /// <summary>At least one.</summary>
        public required IReadOnlyList<SignOffRule> Parts { get; init; }
    }
}
