using Custodian.Policies;
using Custodian.Rules;

namespace Custodian.SignOffs;

/// <summary>The labels of a release: written into its tag, so that whoever signs it signs them.</summary>
internal static class Labels
{
    /// <returns>Each once, in order.</returns>
    /// <exception cref="RefusalException">No rule knows one of them: it would look as if it asked for something.</exception>
    public static IReadOnlyList<string> Read(IReadOnlyList<string>? named, WatchedRepository repository)
    {
        if (named is not { Count: > 0 }) return [];

        var known = ReleaseGate.Labels(repository.Policy);
        return named.FirstOrDefault(label => !known.Contains(label)) is not { } unknown
            ? [.. named.Distinct().Order(StringComparer.Ordinal)]
            : throw new RefusalException(Refusal.Parameters, known.Count == 0
                ? $"No rule of {repository.Name} asks for labels: leave out '{unknown}'."
                : $"No rule of {repository.Name} knows the label '{unknown}', but: {string.Join(", ", known)}.");
    }

    /// <summary>The line of the tag that names them; none: there are none.</summary>
    public static IEnumerable<string> Line(IReadOnlyList<string> labels) => labels.Count == 0 ? [] : [$"Labels: {string.Join(", ", labels)}"];
}
