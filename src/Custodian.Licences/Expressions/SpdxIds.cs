namespace Custodian.Licences.Expressions;

/// <summary>
/// The ids that SPDX lists, and what became of those that it deprecated. Ids are looked up whatever their case, and given in the
/// list's own (annex D.2).
/// </summary>
public sealed class SpdxIds
{
    private readonly Dictionary<string, string> licences = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> exceptions = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> deprecated;

    /// <summary>The lists, as the npm packages <c>spdx-license-ids</c> and <c>spdx-exceptions</c> publish them.</summary>
    /// <param name="licences">Ids in use.</param>
    /// <param name="deprecated">Ids of licences that are still read and written no more.</param>
    /// <param name="exceptions">Ids of exceptions, deprecated ones among them.</param>
    public SpdxIds(IEnumerable<string> licences, IEnumerable<string> deprecated, IEnumerable<string> exceptions)
    {
        this.deprecated = new(deprecated, StringComparer.Ordinal);
        foreach (var id in licences.Concat(this.deprecated)) this.licences[id] = id;
        foreach (var id in exceptions) this.exceptions[id] = id;
    }

    /// <summary>The lists that the engine's data was compiled with.</summary>
    public SpdxIds(LicenceIndex index)
        : this(index.Lists.Ids, index.Lists.Deprecated, index.Lists.Exceptions)
    {
    }

    /// <summary>Every licence, deprecated ones too, in ordinal order.</summary>
    public IEnumerable<string> Licences => licences.Values.Order(StringComparer.Ordinal);

    /// <summary>Every exception, in ordinal order.</summary>
    public IEnumerable<string> Exceptions => exceptions.Values.Order(StringComparer.Ordinal);

    /// <summary>A licence's id in the list's case; null where it is not listed.</summary>
    public string? FindLicence(string name) => licences.GetValueOrDefault(name);

    /// <summary>An exception's id in the list's case; null where it is not listed.</summary>
    public string? FindException(string name) => exceptions.GetValueOrDefault(name);

    /// <summary>True where SPDX lists this licence, or where it is a reference, which names a licence of the writer's own.</summary>
    public bool Knows(SpdxExpression.Id id) => IsReference(id.Name) || licences.ContainsKey(id.Name);

    /// <summary>True of <c>LicenseRef-…</c> and <c>DocumentRef-…:LicenseRef-…</c>.</summary>
    public static bool IsReference(string name) =>
        name.StartsWith("LicenseRef-", StringComparison.Ordinal) || name.StartsWith("DocumentRef-", StringComparison.Ordinal);

    /// <summary>The names in an expression that are neither listed nor references, distinct, in the order written.</summary>
    public IReadOnlyList<string> Unknown(SpdxExpression expression) => [.. expression.Terms().SelectMany(UnknownOf).Distinct()];

    /// <summary>Each listed id in the list's case; all else as it is. Stable from one version of the list to the next.</summary>
    public SpdxExpression InListsCase(SpdxExpression expression) => expression.Replace(term => term switch
    {
        SpdxExpression.Excepted with => new SpdxExpression.Excepted(Cased(with.Licence), FindException(with.Exception) ?? with.Exception),
        SpdxExpression.Id id => Cased(id),
        _ => term,
    });

    /// <summary>
    /// Each listed id in the list's case, and in the place of a deprecated one what SPDX publishes as its successor: <c>GPL-2.0+</c>
    /// becomes <c>GPL-2.0-or-later</c>. A deprecated id without a successor stays, as does what is not listed.
    /// </summary>
    public SpdxExpression Current(SpdxExpression expression) => InListsCase(expression).Replace(term => term switch
    {
        // A deprecated id that brings an exception of its own cannot take a second one: it stays.
        SpdxExpression.Excepted with => new SpdxExpression.Excepted(
            CurrentOf(with.Licence) as SpdxExpression.Id ?? with.Licence, Listed(SpdxSuccessors.OfException(with.Exception)) ?? with.Exception),
        SpdxExpression.Id id => CurrentOf(id),
        _ => term,
    });

    private SpdxExpression CurrentOf(SpdxExpression.Id id)
    {
        if (id.OrLater && SpdxSuccessors.OrLater(id.Name) is { } orLater && licences.ContainsKey(orLater)) return new SpdxExpression.Id(orLater);

        return deprecated.Contains(id.Name) && SpdxSuccessors.Of(id) is { } successor && Unknown(successor).Count == 0 ? successor : id;
    }

    private SpdxExpression.Id Cased(SpdxExpression.Id id) => FindLicence(id.Name) is { } listed ? id with { Name = listed } : id;

    private IEnumerable<string> UnknownOf(SpdxExpression term) => term switch
    {
        SpdxExpression.Excepted with => UnknownOf(with.Licence).Concat(FindException(with.Exception) is null ? [with.Exception] : []),
        SpdxExpression.Id id when !Knows(id) => [id.Name],
        _ => [],
    };

    private string? Listed(string? exception) => exception is null ? null : FindException(exception);
}
