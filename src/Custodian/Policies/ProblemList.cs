namespace Custodian.Policies;

/// <summary>Collects every problem of one file, so that all of them are told at once.</summary>
/// <param name="file">The file as the caller named it.</param>
internal sealed class ProblemList(string file)
{
    // Nobody corrects more of them at once; and a hostile file has as many as it likes.
    private const int Most = 200;

    private readonly List<Problem> found = [];

    public string File => file;

    /// <summary>Folder of the file: what paths written in it are relative to.</summary>
    public string Folder { get; } = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";

    public bool None => found.Count == 0;

    /// <summary>True when nothing more is told: correct these first.</summary>
    public bool IsFull => found.Count > Most;

    /// <summary>In the order of the file; of one place, in the order found.</summary>
    public IReadOnlyList<Problem> Sorted => [.. found.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    public void Add(Position at, string text)
    {
        if (found.Count == Most) text = $"there is more to correct than these {Most} problems: begin with them.";
        if (found.Count <= Most) found.Add(new(file, at.Line, at.Column, text));
    }
}
