using Custodian.Git;
using Custodian.Store;

namespace Custodian.Checks;

/// <summary>
/// Finds the lines at which tests failed, in the commit. Nothing is guessed: a place counts only where it names exactly one file that is there.
/// </summary>
/// <param name="files">Every file of the commit, from the top of the repository.</param>
/// <param name="roots">What the top of the repository was called where the tests ran, without '/' at its end.</param>
internal sealed class TestRemarks(IEnumerable<string> files, IReadOnlyList<string> roots)
{
    private const int LongestText = 1000;

    private readonly ILookup<string, string> byName = files.ToLookup(NameOf, StringComparer.Ordinal);

    /// <param name="failed">How many tests failed, told or not.</param>
    public CheckRemarks Of(IEnumerable<FailedTest> tests, int failed) => new([.. tests.Select(Of).OfType<CheckRemark>().Take(CheckRemarks.Most)], failed);

    /// <summary>Every file of a commit, links and submodules left out.</summary>
    public static IEnumerable<string> FilesOf(IEnumerable<CommitEntry> entries) =>
        entries.Where(entry => entry.Kind is EntryKind.File or EntryKind.Executable).Select(entry => System.Text.Encoding.UTF8.GetString(entry.Path.Span));

    private CheckRemark? Of(FailedTest test)
    {
        var frames = test.Frames.Select(frame => (Path: Find(frame), frame.Line)).Where(frame => frame.Path is not null);
        var told = test.File is { } named ? Find(named) : null;
        // Some runners count the lines of their tests from 0, or tell where a test begins: a frame in that file says more.
        var (path, line) = told is null ? frames.FirstOrDefault() : frames.Append((Path: told, test.File!.Line)).First(frame => frame.Path == told);
        if (path is null) return null;

        var at = Math.Max(1, line ?? 1);
        return new(path, at, at, "Failing test", PlainText.Line(test.Message.Length == 0 ? $"{test.Name} failed" : $"{test.Name} failed: {test.Message}", LongestText));
    }

    private string? Find(TestPlace place)
    {
        if (place.IsEnd) return Only(byName[NameOf(place.File)].Where(path => path == place.File || path.EndsWith('/' + place.File, StringComparison.Ordinal)));

        var path = place.File;
        if (path.StartsWith('/'))
        {
            if (roots.FirstOrDefault(root => path.StartsWith(root + '/', StringComparison.Ordinal)) is not { } root) return null;
            path = path[(root.Length + 1)..];
        }

        while (path.StartsWith("./", StringComparison.Ordinal)) path = path[2..];
        return byName[NameOf(path)].FirstOrDefault(file => file == path);
    }

    // Two of one name, and nobody knows which is meant.
    private static string? Only(IEnumerable<string> paths) => paths.Take(2).ToList() is [var one] ? one : null;

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
