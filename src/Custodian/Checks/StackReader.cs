using System.Globalization;
using System.Text.RegularExpressions;

namespace Custodian.Checks;

/// <summary>
/// Finds in a stack, as the common languages print it, which lines of which files it names. The text is the candidate's: each pattern
/// takes time that grows with its length alone.
/// </summary>
internal static partial class StackReader
{
    private const int MostFrames = 50;
    private const int LongestLine = 2000;

    /// <summary>In the order of the text.</summary>
    public static IReadOnlyList<TestPlace> Read(string text)
    {
        var places = new List<TestPlace>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (places.Count == MostFrames) break;
            if (Frame(line[..Math.Min(line.Length, LongestLine)].ToString()) is { } place) places.Add(place);
        }

        return places;
    }

    // A frame of Java names its file without the folders, which the package tells.
    private static TestPlace? Frame(string line) =>
        Java().Match(line) is { Success: true } java ? Of($"{java.Groups["package"].Value.Replace('.', '/')}{java.Groups["file"].Value}", java, isEnd: true)
        : DotNet().Match(line) is { Success: true } net ? Of(net.Groups["file"].Value, net)
        : Python().Match(line) is { Success: true } python ? Of(python.Groups["file"].Value, python)
        : Other().Match(line) is { Success: true } other ? Of(other.Groups["file"].Value, other)
        : null;

    private static TestPlace Of(string file, Match match, bool isEnd = false) => new(file, int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture), isEnd);

    //  at org.example.DosageTest.rounds_up(DosageTest.java:42), before it perhaps a loader and a module: app//, java.base/
    [GeneratedRegex(@"^\s*at (?:[^\s()/]*/)*(?<package>(?:[\w$]+\.)*)[\w$]+\.[\w$<>]+\((?<file>[\w$-]+\.[A-Za-z]+):(?<line>[0-9]{1,7})\)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Java();

    //  at Dosage.Tests.RoundsUp() in /work/tests/DosageTests.cs:line 42
    [GeneratedRegex(@"^\s*at .* in (?<file>[^:]+):line (?<line>[0-9]{1,7})", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex DotNet();

    //  File "/work/tests/test_dosage.py", line 42, in test_rounds_up
    [GeneratedRegex(@"^\s*File ""(?<file>[^""]+)"", line (?<line>[0-9]{1,7})", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Python();

    //  tests/test_dosage.py:42: AssertionError;  at Object.<anonymous> (/work/src/dosage.test.js:42:7);  dosage_test.go:42: want 3
    [GeneratedRegex(@"(?:^|[\s(\[""'])(?<file>[^\s()\[\]""':]+\.[A-Za-z0-9_]+):(?<line>[0-9]{1,7})(?:[^0-9]|$)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Other();
}
