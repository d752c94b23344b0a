using System.Collections.Concurrent;
using Custodian.Git;
using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Says what a commit changes against gold, as far as a gate's rules ask. Neither commit ever changes, so that each pair is compared once.</summary>
internal sealed class ChangesMemory(GateDefinition gate, Mirror mirror)
{
    private const int Most = 1000;

    private readonly IReadOnlyList<string> asked = GateDefinition.PathsIn(gate.SignOffs);
    private readonly PathGlobs generated = new(gate.Generated);
    private readonly bool asksLines = RuleTree.All(gate.SignOffs).Any(rule => rule.When?.LinesOver is not null);
    private readonly bool asksFiles = RuleTree.All(gate.SignOffs).Any(rule => rule.When?.FilesOver is not null);
    private readonly ConcurrentDictionary<(CommitSha Gold, CommitSha Commit), Changes> known = [];

    /// <summary>True when some rule asks what a candidate changes.</summary>
    public bool IsAsked => asked.Count > 0 || asksLines || asksFiles;

    /// <summary>True of a file that programs write, as the gate has it.</summary>
    public bool IsGenerated(string path) => generated.Matches(path);

    /// <returns>Null where no rule asks.</returns>
    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public Changes? Of(CommitSha commit, CommitSha gold)
    {
        if (!IsAsked) return null;
        if (known.TryGetValue((gold, commit), out var before)) return before;

        var changes = Read(mirror.ChangedFiles(commit, gold, asksLines));
        if (known.Count >= Most) known.Clear();
        return known[(gold, commit)] = changes;
    }

    private Changes Read(IReadOnlyList<ChangedFile> files)
    {
        var told = files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => (file.Path, file.Lines, Generated: generated.Matches(file.Path))).ToList();
        return new()
        {
            Files = told.Count,
            GeneratedFiles = told.Count(file => file.Generated),
            Lines = asksLines ? told.Sum(file => file.Lines) : null,
            GeneratedLines = asksLines ? told.Where(file => file.Generated).Sum(file => file.Lines) : null,
            Matches =
            [
                .. from glob in asked
                   let globs = new PathGlobs([glob])
                   let matched = told.Where(file => globs.Matches(file.Path)).ToList()
                   select new PathMatch(glob, matched.Count, matched.Count(file => file.Generated), matched.OrderBy(file => file.Generated).Select(file => file.Path).FirstOrDefault()),
            ],
        };
    }
}
