using System.IO.Enumeration;
using System.Xml;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Custodian.Checks;

/// <summary>Finds and reads the JUnit reports that a command left in its workspace.</summary>
internal sealed class JunitReports
{
    private const int MostFiles = 10_000;
    private const long MostBytesInAll = 512L << 20;

    private readonly string root;
    private readonly Matcher matcher;
    private readonly Dictionary<string, (DateTime Written, long Length)> before;

    private JunitReports(string root, string glob)
    {
        this.root = root;
        matcher = new Matcher(StringComparison.Ordinal).AddInclude(glob);
        before = List().ToDictionary(file => file.Path, file => (file.Written, file.Length));
    }

    /// <summary>Remembers what matches already: a report that came with the sources is not this run's.</summary>
    /// <param name="workspace">Full path.</param>
    /// <param name="glob">From the policy: <c>**/TEST-*.xml</c>.</param>
    public static JunitReports Expect(string workspace, string glob) => new(ReportFile.RealPath(workspace), glob);

    /// <exception cref="ReportException">No report was written, or one of them cannot be read.</exception>
    public TestTally Read(CancellationToken stop)
    {
        var files = Written();
        if (files.Count == 0) throw new ReportException("no report was written");
        if (files.Count > MostFiles) throw new ReportException($"there are more than {MostFiles:N0} reports");
        if (files.Sum(file => file.Length) > MostBytesInAll)
            throw new ReportException($"the reports are larger than {PlainText.OfBytes(MostBytesInAll)} together");

        var tally = TestTally.None;
        foreach (var (path, _, length, isLink) in files)
        {
            stop.ThrowIfCancellationRequested();
            tally = tally.With(Read(path, length, isLink));
        }

        return tally;
    }

    private List<Found> Written()
    {
        try
        {
            return [.. List()
                .Where(file => file.IsLink || !before.TryGetValue(file.Path, out var old) || old != (file.Written, file.Length))
                .Take(MostFiles + 1)
                .OrderBy(file => file.Path, StringComparer.Ordinal)];
        }
        catch (Exception unlistable) when (unlistable is IOException or UnauthorizedAccessException)
        {
            throw new ReportException($"the workspace cannot be searched for reports: {PlainText.Line(unlistable.Message, 200)}", unlistable);
        }
    }

    private TestTally Read(string path, long length, bool isLink)
    {
        var name = PlainText.Line(path, 200);
        if (isLink) throw new ReportException($"the report {name} is a symbolic link");
        if (length > JunitReader.MostBytes) throw new ReportException($"the report {name} is larger than {PlainText.OfBytes(JunitReader.MostBytes)}");

        try
        {
            using var stream = ReportFile.Open(Path.Combine(root, path));
            return JunitReader.Read(stream);
        }
        catch (Exception unreadable) when (unreadable is XmlException or IOException)
        {
            throw new ReportException($"the report {name} cannot be read: {PlainText.Line(unreadable.Message, 200)}", unreadable);
        }
    }

    // Folders that are links are listed as what they are and never entered.
    private FileSystemEnumerable<Found> List() => new(root, Found.From, new EnumerationOptions
    {
        RecurseSubdirectories = true,
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        ReturnSpecialDirectories = false,
    })
    {
        ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry),
        ShouldIncludePredicate = (ref FileSystemEntry entry) =>
            (!entry.IsDirectory || IsLink(ref entry)) && matcher.Match(PathOf(ref entry)).HasMatches,
    };

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private static string PathOf(ref FileSystemEntry entry) => Path.GetRelativePath(entry.RootDirectory.ToString(), entry.ToFullPath());

    private readonly record struct Found(string Path, DateTime Written, long Length, bool IsLink)
    {
        public static Found From(ref FileSystemEntry entry) =>
            new(PathOf(ref entry), entry.LastWriteTimeUtc.UtcDateTime, JunitReports.IsLink(ref entry) ? 0 : entry.Length, JunitReports.IsLink(ref entry));
    }
}
