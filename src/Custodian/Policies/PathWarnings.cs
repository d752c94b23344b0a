using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Finds globs of a policy that match no file of a repository.</summary>
internal static class PathWarnings
{
    /// <param name="configuration">Found in order.</param>
    /// <param name="places">Where its parts stand.</param>
    /// <param name="file">The file as the caller named it.</param>
    /// <param name="repository">The one that is looked into: its gates are asked about, and no others.</param>
    /// <param name="paths">Every file of the repository.</param>
    public static IReadOnlyList<Problem> Find(Configuration configuration, Places places, string file, RepositoryEntry repository, IReadOnlyCollection<string> paths)
    {
        GateDefinition[] gates = [.. new[] { repository.Gate, repository.Urgent?.Gate }.OfType<string>().Distinct().Select(name => configuration.Gates[name])];
        var named = gates.SelectMany(gate => RuleTree.All(gate.SignOffs)
            .SelectMany(rule => (rule.When?.Paths ?? []).Select(glob => (Glob: glob, Key: "paths", At: places.Of(rule))))
            .Concat(gate.Generated.Select(glob => (Glob: glob, Key: "generated", At: places.Of(gate)))));
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        return [.. from one in named
                   where !Matches(one.Glob)
                   orderby one.At.Line, one.At.Column
                   select new Problem(file, one.At.Line, one.At.Column, $"warning: {Quote.Of(one.Glob)} under '{one.Key}' matches no file of {repository.Name}: correct it, or remove it.")];

        bool Matches(string glob)
        {
            if (known.TryGetValue(glob, out var matches)) return matches;

            var globs = new PathGlobs([glob]);
            return known[glob] = paths.Any(globs.Matches);
        }
    }
}
