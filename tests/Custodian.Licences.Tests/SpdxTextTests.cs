using System.Text;
using Xunit;

namespace Custodian.Licences.Tests;

/// <summary>Every text on SPDX's list is found, however it is written down.</summary>
public sealed class SpdxTextTests
{
    // Ids whose text is another id's, word for word: the text alone cannot tell. The one that stands for them, and why.
    private static readonly Dictionary<string, string> Same = new()
    {
        ["CAL-1.0-Combined-Work-Exception"] = "CAL-1.0",
        ["MPL-2.0-no-copyleft-exception"] = "MPL-2.0",
        ["OFL-1.0-RFN"] = "OFL-1.0",
        ["OFL-1.0-no-RFN"] = "OFL-1.0",
        ["OFL-1.1-RFN"] = "OFL-1.1",
        ["OFL-1.1-no-RFN"] = "OFL-1.1",
        // It names others, and has no text of its own.
        ["any-OSI"] = "",
        // They differ in their headings alone.
        ["OLDAP-2.3"] = "OLDAP-2.2.2",
    };

    // What is not found where it is written so: known, and told here.
    private static readonly Dictionary<string, string[]> Lost = new()
    {
        // Two words, and its copyright line within its text, tell it from the common one.
        ["narrow"] = ["BSD-3-Clause-HP: BSD-3-Clause"],
        ["one line"] = ["BSD-3-Clause-HP: BSD-3-Clause"],
    };

    [Fact]
    public void Each_text_is_found_as_what_it_is()
    {
        var wrong = Wrong(text => Encoding.UTF8.GetBytes(text));

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // Its title is the title of Python's whole licence, which holds it.
    [Fact]
    public void Its_title_is_no_other_licences() => Assert.Equal("PSF-2.0", Samples.Ids(Samples.SpdxTexts["PSF-2.0"]));

    public static TheoryData<string> Ways { get; } = ["block comment", "line comment", "roff", "crlf", "utf-16", "upper case", "narrow", "one line"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void However_it_is_written_down(string way)
    {
        var wrong = Wrong(text => Written(way, text));

        Assert.Equal(Lost.GetValueOrDefault(way, []), wrong);
    }

    private static List<string> Wrong(Func<string, byte[]> written)
    {
        var scanner = Samples.Scanner();
        var wrong = new List<string>();
        foreach (var (id, text) in Samples.SpdxTexts)
        {
            var found = scanner.Scan(written(text)).Findings.Where(finding => finding.Kind == FindingKind.FullText).Select(finding => finding.Expression).Distinct();
            if (string.Join(',', found) is var ids && ids != Expected(id)) wrong.Add($"{id}: {ids}");
        }

        return wrong;
    }

    private static string Expected(string id)
    {
        if (Same.TryGetValue(id, out var other)) return other;
        var plain = id.Replace("-invariants", "", StringComparison.Ordinal).Replace("-no", "", StringComparison.Ordinal).Replace("-or-later", "-only", StringComparison.Ordinal);
        return plain.EndsWith("-only", StringComparison.Ordinal) ? plain : id;
    }

    private static byte[] Written(string way, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return way switch
        {
            "block comment" => Encoding.UTF8.GetBytes($"/*\n{string.Join('\n', lines.Select(line => $" * {line}"))}\n */\nint main() {{ return 0; }}\n"),
            "line comment" => Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => $"# {line}")) + "\nimport os\n"),
            "roff" => Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => $".\\\" {line}"))),
            "crlf" => Encoding.UTF8.GetBytes(string.Join("\r\n", lines)),
            "utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
            "upper case" => Encoding.UTF8.GetBytes(text.ToUpperInvariant()),
            "narrow" => Encoding.UTF8.GetBytes(string.Join('\n', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Chunk(4).Select(words => "// " + string.Join(' ', words)))),
            _ => Encoding.UTF8.GetBytes(string.Join(' ', lines)),
        };
    }
}
