namespace Custodian.Licences.Expressions;

/// <summary>
/// A licence expression (SPDX 2.3, annex D). <see cref="And"/> and <see cref="Or"/> keep it flat and without repetition, so that
/// two expressions that differ only in brackets or in repeated parts are equal.
/// </summary>
public abstract record SpdxExpression
{
    private SpdxExpression()
    {
    }

    /// <summary>A licence, or a reference to one: <c>MIT</c>, <c>Apache-2.0+</c>, <c>LicenseRef-ours</c>.</summary>
    /// <param name="Name">The id as it was written, without <c>+</c>.</param>
    /// <param name="OrLater">True where a <c>+</c> follows it: this version or any later one.</param>
    public sealed record Id(string Name, bool OrLater = false) : SpdxExpression;

    /// <summary>A licence with an exception that adds a permission.</summary>
    /// <param name="Licence">The licence.</param>
    /// <param name="Exception">The exception's id as it was written.</param>
    public sealed record Excepted(Id Licence, string Exception) : SpdxExpression;

    /// <summary>All parts bind at once; two or more, none of them an AllOf.</summary>
    public sealed record AllOf : SpdxExpression
    {
        internal AllOf(IReadOnlyList<SpdxExpression> parts) => Parts = parts;

        /// <summary>In the order written, distinct.</summary>
        public IReadOnlyList<SpdxExpression> Parts { get; }

        /// <summary>True where the parts are equal, in their order.</summary>
        public bool Equals(AllOf? other) => other is not null && Parts.SequenceEqual(other.Parts);

        /// <inheritdoc/>
        public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>The recipient chooses one part; two or more, none of them a OneOf.</summary>
    public sealed record OneOf : SpdxExpression
    {
        internal OneOf(IReadOnlyList<SpdxExpression> parts) => Parts = parts;

        /// <summary>In the order written, distinct.</summary>
        public IReadOnlyList<SpdxExpression> Parts { get; }

        /// <summary>True where the parts are equal, in their order.</summary>
        public bool Equals(OneOf? other) => other is not null && Parts.SequenceEqual(other.Parts);

        /// <inheritdoc/>
        public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>Every part joined by AND; one part alone is that part.</summary>
    /// <exception cref="ArgumentException">There is no part.</exception>
    public static SpdxExpression And(IEnumerable<SpdxExpression> parts) =>
        Joined(parts.SelectMany(part => part is AllOf and ? and.Parts : [part]), flat => new AllOf(flat));

    /// <summary>Every part joined by OR; one part alone is that part.</summary>
    /// <exception cref="ArgumentException">There is no part.</exception>
    public static SpdxExpression Or(IEnumerable<SpdxExpression> parts) =>
        Joined(parts.SelectMany(part => part is OneOf or ? or.Parts : [part]), flat => new OneOf(flat));

    /// <summary>Each <see cref="Id"/> and each <see cref="Excepted"/>, distinct, in the order written.</summary>
    public IReadOnlyList<SpdxExpression> Terms() => [.. Leaves(this).Distinct()];

    /// <summary>The ids of licences and exceptions, distinct, in the order written, without <c>+</c>.</summary>
    public IReadOnlyList<string> Ids() =>
        [.. Leaves(this).SelectMany(term => term is Excepted with ? new[] { with.Licence.Name, with.Exception } : [((Id)term).Name]).Distinct()];

    /// <summary>The same expression with another in the place of each <see cref="Id"/> and <see cref="Excepted"/>.</summary>
    public SpdxExpression Replace(Func<SpdxExpression, SpdxExpression> term) => this switch
    {
        AllOf and => And(and.Parts.Select(part => part.Replace(term))),
        OneOf or => Or(or.Parts.Select(part => part.Replace(term))),
        _ => term(this),
    };

    /// <summary>The canonical form: operators in capitals, one blank around them, brackets only where the meaning needs them.</summary>
    public sealed override string ToString() => this switch
    {
        Id id => id.OrLater ? id.Name + "+" : id.Name,
        Excepted with => $"{with.Licence} WITH {with.Exception}",
        AllOf and => string.Join(" AND ", and.Parts.Select(part => part is OneOf ? $"({part})" : part.ToString())),
        OneOf or => string.Join(" OR ", or.Parts),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static SpdxExpression Joined(IEnumerable<SpdxExpression> parts, Func<SpdxExpression[], SpdxExpression> join)
    {
        SpdxExpression[] distinct = [.. parts.Distinct()];
        return distinct.Length switch
        {
            0 => throw new ArgumentException("An expression has at least one part.", nameof(parts)),
            1 => distinct[0],
            _ => join(distinct),
        };
    }

    private static IEnumerable<SpdxExpression> Leaves(SpdxExpression expression) => expression switch
    {
        AllOf and => and.Parts.SelectMany(Leaves),
        OneOf or => or.Parts.SelectMany(Leaves),
        _ => [expression],
    };
}
