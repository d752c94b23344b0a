using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Custodian.Checks;
using Custodian.Licences;
using Xunit;

namespace Custodian.Tests.Checks;

/// <summary>What is read of another scanner's report, and what of it is refused.</summary>
public sealed class ScannerReportTests
{
    private static readonly HashSet<string> Commit = ["src/a.c", "src/b.c", "README"];

    [Fact]
    public void ScanCode_tells_detections_with_their_matches()
    {
        var found = ScanCode("""
            {"headers":[{"tool_name":"scancode-toolkit","options":{"input":["x"]}}],"license_detections":[{"identifier":"x"}],"files":[
            {"path":"src","type":"directory","license_detections":[]},
            {"path":"src/a.c","type":"file","detected_license_expression_spdx":"MIT AND LicenseRef-scancode-proprietary-license","license_detections":[
              {"license_expression":"mit","license_expression_spdx":"MIT","matches":[{"score":99.5,"start_line":2,"end_line":20,"license_expression":"mit","license_expression_spdx":"MIT"}]},
              {"license_expression":"proprietary-license","license_expression_spdx":"LicenseRef-scancode-proprietary-license","matches":[{"score":100.0,"start_line":30,"end_line":30}]}]},
            {"path":"README","type":"file","license_detections":[]}]}
            """);

        Assert.Equal([("MIT", 2, 20, .995, "other"), ("LicenseRef-scancode-proprietary-license", 30, 30, 1, "other")], found["src/a.c"].Select(one => (one.Expression, one.StartLine, one.EndLine, one.Score, one.Scanner)));
        Assert.Equal(["src/a.c"], found.Keys);
    }

    [Fact]
    public void An_older_ScanCode_tells_licences_by_their_keys()
    {
        var found = ScanCode("""{"files":[{"path":"src/a.c","type":"file","licenses":[{"key":"mit","score":80,"spdx_license_key":"MIT","start_line":1,"end_line":3},{"key":"unknown","score":5,"start_line":9,"end_line":9}]}]}""")["src/a.c"];

        Assert.Equal(("MIT", .8, FindingKind.Notice), (found[0].Expression, found[0].Score, found[0].Kind));
        Assert.Equal((FindingKind.Unknown, "'unknown' in the scanner's own words"), (found[1].Kind, found[1].Expression));
    }

    // What the scanner sums up is in nothing else, or only in part.
    [Theory]
    [InlineData("[]", "SSPL-1.0")]
    [InlineData("[null]", "a licence without a name", "SSPL-1.0")]
    [InlineData("[{}]", "a licence without a name", "SSPL-1.0")]
    [InlineData("[{'matches':[{'license_expression_spdx':''}]}]", "a licence without a name", "SSPL-1.0")]
    [InlineData("[{'license_expression':'sspl','matches':[]}]", "'sspl' in the scanner's own words", "SSPL-1.0")]
    [InlineData("[{'license_expression_spdx':'MIT'}]", "MIT", "SSPL-1.0")]
    [InlineData("[{'license_expression_spdx':'SSPL-1.0 AND MIT','matches':[{'license_expression_spdx':'MIT'}]}]", "MIT", "SSPL-1.0")]
    [InlineData("[{'license_expression_spdx':'SSPL-1.0'}]", "SSPL-1.0")]
    public void A_summary_adds_what_the_detections_leave_out(string detections, params string[] expressions)
    {
        var found = ScanCode($$"""{"files":[{"path":"src/a.c","type":"file","detected_license_expression_spdx":"SSPL-1.0","license_detections":{{detections.Replace('\'', '"')}}}]}""")["src/a.c"];

        Assert.Equal(expressions.Select(one => one.Replace('"', '\'')), found.Select(one => one.Expression));
        Assert.All(found, one => Assert.Equal(one.Expression is "MIT" or "SSPL-1.0" ? FindingKind.Notice : FindingKind.Unknown, one.Kind));
    }

    [Fact]
    public void A_summary_that_is_as_long_as_it_is_known_already_adds_nothing()
    {
        string[] all = [.. Enumerable.Range(0, 60).Select(at => $"LicenseRef-number-{at}")];
        var found = ScanCode($$"""{"files":[{"path":"src/a.c","type":"file","detected_license_expression_spdx":"({{string.Join(") AND (", all.Reverse())}})","license_detections":[{{string.Join(',', all.Select(one => $$"""{"license_expression_spdx":"{{one}}"}"""))}}]}]}""")["src/a.c"];

        Assert.Equal(all, found.Select(one => one.Expression));
    }

    [Theory]
    [InlineData("scancode", "path", "license_detections", "[{{\"matches\":[{{\"license_expression_spdx\":\"{0}\"}}]}}]")]
    [InlineData("spdx", "fileName", "licenseInfoInFiles", "[\"{0}\"]")]
    public void Of_an_expression_that_is_too_long_nothing_is_taken_for_the_whole(string prints, string path, string member, string format)
    {
        // Its beginning is an expression, too, without the last licence.
        var text = new string(' ', 490) + "MIT     AND SSPL-1.0";
        var found = Assert.Single(ScannerReport.Read(Stream($"{{\"files\":[{{\"{path}\":\"src/a.c\",\"{member}\":{string.Format(CultureInfo.InvariantCulture, format, text)}}}]}}"), Settings(prints), Commit)["src/a.c"]);

        Assert.Equal((FindingKind.Unknown, 0, "an expression of 510 characters, which is too long to be read"), (found.Kind, found.Ids.Count, found.Expression));
    }

    [Fact]
    public void What_stands_in_an_expression_that_is_too_long_and_in_a_summary_is_told_by_the_summary()
    {
        var found = ScanCode($$"""{"files":[{"path":"src/a.c","type":"file","detected_license_expression_spdx":"SSPL-1.0","license_detections":[{"matches":[{"license_expression_spdx":"{{new string(' ', 500)}}SSPL-1.0"}]}]}]}""")["src/a.c"];

        Assert.Equal([(FindingKind.Unknown, "an expression of 508 characters, which is too long to be read"), (FindingKind.Notice, "SSPL-1.0")], found.Select(one => (one.Kind, one.Expression)));
    }

    [Fact]
    public void More_findings_than_are_read_leave_one_that_is_not_known()
    {
        string Report(int count) => $$"""{"files":[{"path":"src/a.c","type":"file","license_detections":[{{string.Join(',', Enumerable.Range(1, count).Select(line => $$"""{"matches":[{"license_expression_spdx":"MIT","start_line":{{line}},"end_line":{{line}}}]}"""))}}]}]}""";

        Assert.DoesNotContain(ScanCode(Report(1_000))["src/a.c"], one => one.Kind == FindingKind.Unknown);
        var found = ScanCode(Report(1_001))["src/a.c"];
        Assert.Equal((1_001, FindingKind.Unknown, "more than 1,000 findings, of which the rest is not read"), (found.Count, found[^1].Kind, found[^1].Expression));
    }

    [Theory]
    [InlineData("['ERROR: Processing interrupted:\\n timeout after 120 seconds.']", "the file could not be read to its end (ERROR: Processing interrupted:  timeout after 120 seconds.)")]
    [InlineData("[null]", "the file could not be read to its end (it is not said why)")]
    [InlineData("[]", null)]
    public void A_file_that_the_scanner_could_not_read_is_not_known(string errors, string? told)
    {
        var found = ScanCode($$"""{"files":[{"path":"src/a.c","type":"file","license_detections":[{"license_expression_spdx":"MIT"}],"scan_errors":{{errors.Replace('\'', '"')}}}]}""")["src/a.c"];

        Assert.Equal(told is null ? [] : [(FindingKind.Unknown, told)], found.Skip(1).Select(one => (one.Kind, one.Expression)));
        Assert.Equal("MIT", found[0].Expression);
    }

    [Fact]
    public void What_is_not_known_fails_as_the_policy_rules_and_says_why()
    {
        var others = new FileScan(FileClass.Licensed, ScanCode("""{"files":[{"path":"README","type":"file","scan_errors":["timeout"]}]}""")["README"]);
        LicenceFile[] files = [Scans.Licensed("README", "MIT") with { Others = others }];

        var concern = Assert.Single(LicenceBench.JudgeOf("allow: [MIT]").Concerns(files));
        Assert.Equal(("unknown", false, "README may be under a licence that is not known; the scanner other says: the file could not be read to its end (timeout)"), (concern.What, concern.ForReview, concern.ToString()));
        Assert.True(Assert.Single(LicenceBench.JudgeOf("allow: [MIT], unknown: review").Concerns(files)).ForReview);
        Assert.Empty(LicenceBench.JudgeOf("allow: [MIT], unknown: pass").Concerns(files));
    }

    [Fact]
    public void SPDX_tells_expressions_of_files_and_nothing_where_it_asserts_nothing()
    {
        var found = Spdx("""
            {"spdxVersion":"SPDX-2.3","packages":[{"files":[]}],"files":[
            {"fileName":"./src/a.c","licenseInfoInFiles":["MIT","GPL-2.0-only WITH Classpath-exception-2.0"],"licenseConcluded":"MIT"},
            {"fileName":"./src/b.c","licenseInfoInFiles":["NOASSERTION"],"licenseConcluded":"NONE"},
            {"fileName":"./README","licenseInfoInFiles":["NONE"],"licenseConcluded":"not ( an expression"}]}
            """);

        Assert.Equal([("MIT", 0), ("GPL-2.0-only WITH Classpath-exception-2.0", 0)], found["src/a.c"].Select(one => (one.Expression, one.StartLine)));
        Assert.False(found.ContainsKey("src/b.c"));
        Assert.Equal(FindingKind.Unknown, Assert.Single(found["README"]).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("./")]
    [InlineData("/scan/")]
    [InlineData("scan/")]
    [InlineData("/tmp/one/two/")]
    public void Whatever_stands_before_every_path_is_left_out(string root)
    {
        var found = Spdx($$"""{"files":[{"fileName":"{{root}}src/a.c","licenseInfoInFiles":["MIT"]},{"fileName":"{{root}}src/b.c","licenseInfoInFiles":["MIT"]}]}""");

        Assert.Equal(["src/a.c", "src/b.c"], found.Keys.Order());
    }

    [Fact]
    public void Of_files_that_are_not_in_the_commit_nothing_is_kept()
    {
        var found = Spdx("""{"files":[{"fileName":"src/a.c","licenseInfoInFiles":["MIT"]},{"fileName":"../../etc/passwd","licenseInfoInFiles":["MIT"]},{"fileName":"src/../README","licenseInfoInFiles":["MIT"]}]}""");

        Assert.Equal(["src/a.c"], found.Keys);
    }

    [Theory]
    [InlineData("", "is no JSON")]
    [InlineData("<html>", "is no JSON")]
    [InlineData("{\"files\":[{\"fileName\":\"src/a.c\"", "is no JSON")]
    [InlineData("[]", "without a list of 'files'")]
    [InlineData("{\"files\":{}}", "without a list of 'files'")]
    [InlineData("{\"packages\":[{\"files\":[{\"fileName\":\"src/a.c\"}]}]}", "without a list of 'files'")]
    [InlineData("{\"files\":[]}", "names no file of this commit")]
    [InlineData("{\"files\":[{\"fileName\":\"elsewhere.c\"},7,[{\"fileName\":\"src/a.c\"}]]}", "names no file of this commit")]
    public void What_is_no_report_of_this_commit_is_refused_in_a_sentence(string report, string why) =>
        Assert.Contains(why, Assert.Throws<ScannerException>(() => Spdx(report)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_too_deep_or_too_large_is_refused()
    {
        Assert.Contains("is no JSON", Refusal("{\"x\":" + new string('[', 100_000)), StringComparison.Ordinal);
        Assert.Contains("is no JSON", Refusal("{\"files\":[{\"x\":" + new string('[', 100_000)), StringComparison.Ordinal);
        Assert.Contains("a value larger than 16 MiB", Refusal("{\"files\":[{\"fileName\":\"" + new string('a', 17 << 20)), StringComparison.Ordinal);
        Assert.Contains("a value larger than 16 MiB", Refusal("{\"x\":\"" + new string('a', 17 << 20)), StringComparison.Ordinal);
        using var endless = new Blanks();
        Assert.Contains("larger than 256 MiB", Assert.Throws<ScannerException>(() => ScannerReport.Read(endless, Settings("spdx"), Commit)).Message, StringComparison.Ordinal);

        static string Refusal(string report) => Assert.Throws<ScannerException>(() => Spdx(report)).Message;
    }

    [Fact]
    public void A_report_of_many_files_is_read_whole_wherever_the_buffer_ends()
    {
        HashSet<string> many = [.. Enumerable.Range(0, 5_000).Select(at => $"d{at % 7}/f{at}.c")];
        var report = "{\"skip\":[" + string.Join(',', Enumerable.Repeat("{\"files\":[{}]}", 9_000)) + "],\"files\":[" + string.Join(',', many.Select(path => $"{{\"fileName\":\"./{path}\",\"licenseInfoInFiles\":[\"MIT\"],\"comment\":\"{new string('x', path.Length * 31)}\"}}")) + "]}";

        Assert.Equal(many.Order(), ScannerReport.Read(Stream(report), Settings("spdx"), many).Keys.Order());
    }

    // Members that are read, with values of every kind where another is expected, and bytes that are no JSON at all.
    [Fact]
    public void Whatever_is_written_is_read_or_refused_and_what_is_read_is_of_the_commit()
    {
        var names = new[] { "files", "path", "fileName", "type", "license_detections", "matches", "licenses", "licenseInfoInFiles", "licenseConcluded", "start_line", "end_line", "score", "license_expression_spdx", "spdx_license_key", "key" };
        var leaf = Gen.OneOf(Of("\"src/a.c\"", "\"./README\"", "\"MIT\"", "\"MIT AND\"", "\"NOASSERTION\"", "\"\\ud800\"", "null", "true", "1e999", "-5", "2147483648", "3.5", "{}", "[]", "\"file\""), Gen.String.Select(text => JsonSerializer.Serialize(text)));
        var value = Gen.Recursive<string>((depth, again) => depth > 4 ? leaf : Gen.Frequency(
            (3, leaf), (2, again.Array[0, 4].Select(items => $"[{string.Join(',', items)}]")), (3, Gen.Select(Of(names), again).Array[0, 5].Select(members => $"{{{string.Join(',', members.Select(member => $"\"{member.Item1}\":{member.Item2}"))}}}"))));
        var report = Gen.OneOf(value, value.Array[0, 4].Select(items => $"{{\"files\":[{string.Join(',', items)}]}}"));
        Gen.Select(report, Gen.Int[0, 400], Gen.Byte, Gen.Bool).Sample((text, at, with, damaged) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            if (damaged && at < bytes.Length) bytes[at] = with;
            foreach (var prints in new[] { "scancode", "spdx" })
            {
                try
                {
                    var found = ScannerReport.Read(new MemoryStream(bytes), Settings(prints), Commit);
                    Assert.All(found, file =>
                    {
                        Assert.Contains(file.Key, Commit);
                        Assert.All(file.Value, one => Assert.True(one is { StartLine: >= 0, Score: > 0 and <= 1, Expression.Length: > 0 } && one.EndLine >= one.StartLine));
                    });
                }
                catch (ScannerException)
                {
                    // Refused.
                }
            }
        }, iter: 3_000);
    }

    // A room that asks for a licence in each file, and a file in which only the other scanner found one.
    [Fact]
    public void Another_scanner_adds_findings_and_takes_none_away()
    {
        var judge = LicenceBench.JudgeOf("allow: [MIT], none: fail, deny: [SSPL-1.0]");
        var others = new FileScan(FileClass.Licensed, Spdx("""{"files":[{"fileName":"README","licenseInfoInFiles":["MIT","SSPL-1.0"]}]}""")["README"]);

        var concerns = judge.Concerns([Scans.None("README") with { Others = others }, Scans.NoGrant("b.c") with { Others = others }]);

        Assert.Equal(["README SSPL-1.0", "README none", "b.c SSPL-1.0", "b.c no-grant"], concerns.Select(concern => $"{concern.Path} {concern.What}").Order(StringComparer.Ordinal));
        Assert.Contains(", found by the scanner other", concerns.First(concern => concern.What == "SSPL-1.0").Reason, StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<Finding>> ScanCode(string report) => ScannerReport.Read(Stream(report), Settings("scancode"), Commit);

    private static IReadOnlyDictionary<string, IReadOnlyList<Finding>> Spdx(string report) => ScannerReport.Read(Stream(report), Settings("spdx"), Commit);

    private static Gen<string> Of(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static ScannerSettings Settings(string prints) => new()
    {
        Name = "other",
        Prints = prints,
        Report = "scan.json",
        Command = new()
        {
            Run = ["scan"], Timeout = TimeSpan.FromMinutes(1), Memory = 1 << 30, Processes = 9, FileSize = 1 << 30, CpuTime = TimeSpan.FromMinutes(1), Network = "none", Sandbox = "required", ReadOnly = [], Environment = new Dictionary<string, string>(),
        },
    };

    // Blanks before a document that never comes.
    private sealed class Blanks : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            return count;
        }
    }
}
