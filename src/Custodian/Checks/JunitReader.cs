using System.Globalization;
using System.Text;
using System.Xml;

namespace Custodian.Checks;

/// <summary>
/// Reads one JUnit report, which the candidate's own code wrote: no document types, no entities, bounded size, depth and names.
/// Counts test cases; what the attributes of a suite claim is not asked.
/// </summary>
internal static class JunitReader
{
    /// <summary>Most bytes, and most characters, of one report.</summary>
    public const long MostBytes = 64 << 20;

    private const int DeepestElement = 64;
    private const int LongestName = 300;
    private const int LongestMessage = 500;

    // Of one test: a stack ends long before.
    private const int LongestFailure = 16 << 10;

    /// <exception cref="XmlException">It is not well-formed, not a JUnit report, or over a limit.</exception>
    public static TestTally Read(Stream report)
    {
        var names = new BoundedNames();
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MostBytes,
            NameTable = names,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            CloseInput = false,
        };
        using var reader = XmlReader.Create(report, settings);

        reader.MoveToContent();
        if (reader.LocalName is not ("testsuites" or "testsuite")) throw new XmlException($"its root is <{PlainText.Line(reader.LocalName, 40)}>, not a test suite");

        var count = new Counter();
        do
        {
            names.NextNode();
            if (reader.Depth > DeepestElement) throw new XmlException($"its elements are nested deeper than {DeepestElement}");
            count.See(reader);
        }
        while (reader.Read());

        return count.Tally;
    }

    private sealed class Counter
    {
        private readonly List<string> failing = [];
        private readonly List<FailedTest> told = [];
        private readonly StringBuilder stack = new();
        private readonly char[] part = new char[LongestFailure];
        private int tests;
        private int failed;
        private int skipped;
        private string suite = "";
        private string test = "";
        private int testDepth = -1;
        private int failureDepth = -1;
        private bool hasFailed;
        private bool wasSkipped;
        private string message = "";
        private TestPlace? file;

        public TestTally Tally => new(tests, failed, skipped, failing) { Told = told };

        public void See(XmlReader reader)
        {
            if (reader.NodeType == XmlNodeType.EndElement)
            {
                if (reader.Depth == failureDepth) failureDepth = -1;
                if (reader.Depth == testDepth) EndTest();
                return;
            }

            if (failureDepth >= 0 && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) Keep(reader);

            if (reader.NodeType != XmlNodeType.Element) return;
            switch (reader.LocalName)
            {
                case "testsuite" when testDepth < 0:
                    suite = reader.GetAttribute("name") ?? "";
                    break;
                case "testcase" when testDepth < 0:
                    BeginTest(NameOf(reader), reader.Depth);
                    file = FileOf(reader);
                    if (reader.IsEmptyElement) EndTest();
                    break;
                case "failure" or "error" when testDepth >= 0:
                    if (!hasFailed) message = PlainText.Line(Begin(reader.GetAttribute("message") ?? ""), LongestMessage);
                    hasFailed = true;
                    if (!reader.IsEmptyElement) failureDepth = reader.Depth;
                    break;
                case "failure" or "error":
                    // A suite that could not even begin: one failing test, named after the suite.
                    BeginTest(PlainText.Line(suite, LongestName), reader.Depth);
                    hasFailed = true;
                    EndTest();
                    break;
                case "skipped" when testDepth >= 0:
                    wasSkipped = true;
                    break;
            }
        }

        private void BeginTest(string name, int depth)
        {
            test = name.Length > 0 ? name : "(a test without a name)";
            testDepth = depth;
            hasFailed = wasSkipped = false;
            (message, file, failureDepth) = ("", null, -1);
            stack.Clear();
        }

        private void EndTest()
        {
            testDepth = -1;
            tests++;
            if (hasFailed)
            {
                failed++;
                if (failing.Count < TestTally.MostNames) failing.Add(test);
                if (told.Count < TestTally.MostTold) Tell();
            }
            else if (wasSkipped)
            {
                skipped++;
            }
        }

        private void Tell()
        {
            var frames = StackReader.Read(stack.ToString());
            if (file is not null || frames.Count > 0) told.Add(new(test, message, file, frames));
        }

        // A stack may be as long as the whole report: what is not wanted of it never becomes a text.
        private void Keep(XmlReader reader)
        {
            while (stack.Length < LongestFailure && reader.ReadValueChunk(part, 0, LongestFailure - stack.Length) is > 0 and var read) stack.Append(part, 0, read);
        }

        private static string Begin(string text) => text.Length <= 4 * LongestMessage ? text : text[..(4 * LongestMessage)];

        private static TestPlace? FileOf(XmlReader reader) => reader.GetAttribute("file") is { Length: > 0 and < 4096 } name
            ? new(name, int.TryParse(reader.GetAttribute("line"), NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line > 0 ? line : null)
            : null;

        private static string NameOf(XmlReader reader)
        {
            var name = reader.GetAttribute("name") ?? "";
            var type = reader.GetAttribute("classname") ?? "";
            var joined = type.Length == 0 || name.StartsWith(type, StringComparison.Ordinal) ? name : $"{type}.{name}";
            return PlainText.Line(joined, LongestName);
        }
    }
}
