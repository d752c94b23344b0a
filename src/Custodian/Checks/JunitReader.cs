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
        private int tests;
        private int failed;
        private int skipped;
        private string suite = "";
        private string test = "";
        private int testDepth = -1;
        private bool hasFailed;
        private bool wasSkipped;

        public TestTally Tally => new(tests, failed, skipped, failing);

        public void See(XmlReader reader)
        {
            if (reader.NodeType == XmlNodeType.EndElement)
            {
                if (reader.Depth == testDepth) EndTest();
                return;
            }

            if (reader.NodeType != XmlNodeType.Element) return;
            switch (reader.LocalName)
            {
                case "testsuite" when testDepth < 0:
                    suite = reader.GetAttribute("name") ?? "";
                    break;
                case "testcase" when testDepth < 0:
                    BeginTest(NameOf(reader), reader.Depth);
                    if (reader.IsEmptyElement) EndTest();
                    break;
                case "failure" or "error" when testDepth >= 0:
                    hasFailed = true;
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
        }

        private void EndTest()
        {
            testDepth = -1;
            tests++;
            if (hasFailed)
            {
                failed++;
                if (failing.Count < TestTally.MostNames) failing.Add(test);
            }
            else if (wasSkipped)
            {
                skipped++;
            }
        }

        private static string NameOf(XmlReader reader)
        {
            var name = reader.GetAttribute("name") ?? "";
            var type = reader.GetAttribute("classname") ?? "";
            var joined = type.Length == 0 || name.StartsWith(type, StringComparison.Ordinal) ? name : $"{type}.{name}";
            return PlainText.Line(joined, LongestName);
        }
    }
}
