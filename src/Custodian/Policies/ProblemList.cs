namespace Custodian.Policies;

/// <summary>Collects every problem of one file, so that all of them are told at once.</summary>
/// <param name="file">The file as the caller named it.</param>
internal sealed class ProblemList(string file)
{
    private readonly List<Problem> found = [];

    public string File => file;

    /// <summary>Folder of the file: what paths written in it are relative to.</summary>
    public string Folder { get; } = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";

    public bool None => found.Count == 0;

    /// <summary>In the order of the file; of one place, in the order found.</summary>
    public IReadOnlyList<Problem> Sorted => [.. found.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    public void Add(Position at, string text) => found.Add(new(file, at.Line, at.Column, text));
}
