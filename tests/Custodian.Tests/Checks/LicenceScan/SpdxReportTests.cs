using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Custodian.Checks;
using Custodian.Licences.Expressions;
using Custodian.Tests.Policies;
using Xunit;
using static Custodian.Tests.Checks.Scans;

namespace Custodian.Tests.Checks;

public sealed partial class SpdxReportTests
{
    private static readonly SpdxReportHead Head = new()
    {
        Repository = "openmaxims",
        Commit = "0123456789abcdef0123456789abcdef01234567",
        Created = new(2026, 11, 23, 11, 30, 0, TimeSpan.FromHours(1)),
        Engine = "custodian-licences-0.1.0 (data 3.28)",
        LicenceListVersion = "3.28",
    };

    // Something of everything, names that SPDX's ids cannot have among them.
    private static readonly SpdxFile[] Files =
    [
        File(Licensed("src/b c.c", "GPL-2.0 WITH classpath-exception-2.0 OR LicenseRef-ours", "MIT")),
        File(Licensed("src/a.c", "Apache-2.0+", "MIT")),
        File(Licensed("src/tag.c", "DocumentRef-x:LicenseRef-y", "Mine-1.0", "MIT AND")),
        File(Unknown("src/é\n-2F.c")),
        File(NoGrant("src-2Fa.c")),
        File(None("README")),
        File(Binary("logo.png")) with { Declared = "LicenseRef-drawn or MIT" },
        File(Unreadable("half.txt")),
        new(Unreadable("gone.txt"), Sha1: null),
    ];

    private static readonly JsonObject Report = Read(Files);

    [Fact]
    public void The_document_says_what_it_is_and_what_made_it()
    {
        Assert.Equal(("SPDX-2.3", "CC0-1.0", "SPDXRef-DOCUMENT"), (Text("spdxVersion"), Text("dataLicense"), Text("SPDXID")));
        Assert.Equal("openmaxims-0123456789abcdef0123456789abcdef01234567", Text("name"));
        var made = Report["creationInfo"]!;
        Assert.Equal(("2026-11-23T10:30:00Z", "3.28"), ((string?)made["created"], (string?)made["licenseListVersion"]));
        Assert.Equal("Tool: custodian-licences-0.1.0 (data 3.28)", (string?)made["creators"]![1]);
        Assert.All(made["creators"]!.AsArray(), creator => Assert.Matches("^(Person|Organization|Tool): .+", (string?)creator));
        var name = new Uri(Text("documentNamespace"));
        Assert.Equal(("https", ""), (name.Scheme, name.Fragment));
        Assert.Contains("/openmaxims-0123456789abcdef0123456789abcdef01234567-", name.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_file_is_listed_with_its_checksum_and_what_was_found()
    {
        Assert.Equal(["./README", "./half.txt", "./logo.png", "./src-2Fa.c", "./src/a.c", "./src/b c.c", "./src/tag.c", "./src/é\n-2F.c"], Listed().Select(file => (string?)file["fileName"]));
        Assert.Equal(["NONE"], Found("./README"));
        Assert.Equal(["NOASSERTION"], Found("./half.txt"));
        Assert.Equal(["NOASSERTION"], Found("./src-2Fa.c"));
        Assert.Equal(["Apache-2.0+", "MIT"], Found("./src/a.c"));
        Assert.Equal(["GPL-2.0-only WITH Classpath-exception-2.0", "LicenseRef-ours", "MIT"], Found("./src/b c.c"));
        Assert.Equal(["NOASSERTION"], Found("./src/tag.c"));
        Assert.Equal("lines 1-3: Apache-2.0+ (tag, 1.00); lines 11-13: MIT (tag, 1.00)", (string?)Listed().Single(file => (string?)file["fileName"] == "./src/a.c")["licenseComments"]);
    }

    [Fact]
    public void What_owners_declare_is_concluded_and_nothing_else_is()
    {
        Assert.Equal("LicenseRef-drawn OR MIT", (string?)Listed().Single(file => (string?)file["fileName"] == "./logo.png")["licenseConcluded"]);
        Assert.Equal(7, Listed().Count(file => (string?)file["licenseConcluded"] == "NOASSERTION"));
    }

    [Fact]
    public void Every_id_is_well_formed_and_there_once()
    {
        string[] ids = [.. Listed().Concat(Report["packages"]!.AsArray().Select(one => one!.AsObject())).Select(one => (string)one["SPDXID"]!)];

        Assert.All(ids, id => Assert.Matches(Id(), id));
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Contains("SPDXRef-File-src-2Fb-20c.c", ids);
        Assert.Contains("SPDXRef-File-src-2D2Fa.c", ids);
        Assert.Contains("SPDXRef-File-src-2F-C3-A9-0A-2D2F.c", ids);
    }

    [Fact]
    public void Relationships_lead_from_the_document_to_the_package_to_each_file()
    {
        (string?, string?, string?)[] relationships = [.. Report["relationships"]!.AsArray().Select(one => ((string?)one!["spdxElementId"], (string?)one["relationshipType"], (string?)one["relatedSpdxElement"]))];

        Assert.Equal([("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-Package"), .. Listed().Select(file => ("SPDXRef-Package", "CONTAINS", (string?)file["SPDXID"]))], relationships);
    }

    [Fact]
    public void Every_expression_can_be_read_and_every_reference_is_explained()
    {
        string[] expressions =
        [
            .. Listed().SelectMany(file => file["licenseInfoInFiles"]!.AsArray().Append(file["licenseConcluded"])).Concat(Report["packages"]![0]!["licenseInfoFromFiles"]!.AsArray()).Select(one => (string)one!),
        ];
        string[] explained = [.. Report["hasExtractedLicensingInfos"]!.AsArray().Select(one => (string)one!["licenseId"]!)];

        Assert.Equal(["LicenseRef-drawn", "LicenseRef-ours"], explained);
        Assert.All(expressions.Where(text => text is not ("NONE" or "NOASSERTION")), text =>
        {
            Assert.True(SpdxParser.TryParse(text, out var expression, out _));
            Assert.Empty(SampleIds.All.Unknown(expression));
            Assert.All(expression.Ids().Where(SpdxIds.IsReference), id => Assert.Contains(id, explained));
        });
        Assert.Equal(
            "LicenseRef-ours is named in ./src/b c.c, line 1. Its text was not extracted.",
            (string?)Report["hasExtractedLicensingInfos"]!.AsArray().Single(one => (string?)one!["licenseId"] == "LicenseRef-ours")!["extractedText"]);
    }

    [Fact]
    public void The_package_is_verified_by_the_files_that_are_listed_and_names_those_that_are_not()
    {
        var package = Report["packages"]![0]!;
        var sums = string.Concat(Files.Select(file => file.Sha1).OfType<string>().Order(StringComparer.Ordinal));

#pragma warning disable CA5350 // SPDX asks for SHA-1.
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(Encoding.ASCII.GetBytes(sums))), (string?)package["packageVerificationCode"]!["packageVerificationCodeValue"]);
#pragma warning restore CA5350
        Assert.Equal(["./gone.txt"], package["packageVerificationCode"]!["packageVerificationCodeExcludedFiles"]!.AsArray().Select(one => (string?)one));
        Assert.Equal(("NOASSERTION", "NOASSERTION", true), ((string?)package["downloadLocation"], (string?)package["copyrightText"], (bool)package["filesAnalyzed"]!));
        Assert.Equal(Listed().SelectMany(file => file["licenseInfoInFiles"]!.AsArray()).Select(one => (string)one!).Distinct().Order(StringComparer.Ordinal), package["licenseInfoFromFiles"]!.AsArray().Select(one => (string)one!));
    }

    [Fact]
    public void Two_reports_of_one_scan_are_the_same_bytes_and_of_two_scans_are_not_of_one_name()
    {
        Assert.Equal(Bytes(Head, Files), Bytes(Head, Files.Reverse()));
        string[] names = [.. new[] { Head, Head with { Commit = new('0', 40) }, Head with { Engine = "other" }, Head with { Created = Head.Created.AddSeconds(1) }, Head with { Repository = "a b#c" } }
            .Select(head => (string)JsonNode.Parse(Bytes(head, []))!["documentNamespace"]!)];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.DoesNotContain('#', name));
    }

    [Fact]
    public void What_no_JSON_can_say_does_not_stop_it()
    {
        var report = Read([File(None("half\ud800pair"))]);

        Assert.Equal("./half\ufffdpair", (string?)report["files"]![0]!["fileName"]);
        Assert.Equal(["NONE"], report["packages"]![0]!["licenseInfoFromFiles"]!.AsArray().Select(one => (string?)one));
    }

    // The members that SPDX 2.3's own schema knows, and those that it or its text asks for.
    [Fact]
    public void No_member_is_one_that_SPDX_does_not_know()
    {
        Members(Report, "spdxVersion dataLicense SPDXID name documentNamespace creationInfo packages files hasExtractedLicensingInfos relationships");
        Members(Report["packages"]![0]!, "SPDXID name versionInfo downloadLocation filesAnalyzed packageVerificationCode licenseConcluded licenseDeclared licenseInfoFromFiles copyrightText");
        Assert.All(Listed(), file =>
        {
            Members(file, "SPDXID fileName fileTypes checksums licenseConcluded licenseInfoInFiles copyrightText", "licenseComments");
            Assert.Contains((string?)file["fileTypes"]![0], new[] { "TEXT", "BINARY", "OTHER" });
            var sum = Assert.Single(file["checksums"]!.AsArray())!;
            Assert.Equal("SHA1", (string?)sum["algorithm"]);
            Assert.Matches("^[0-9a-f]{40}$", (string?)sum["checksumValue"]);
        });
        Assert.All(Report["hasExtractedLicensingInfos"]!.AsArray(), one => Members(one!, "licenseId name extractedText"));

        static void Members(JsonNode part, string asked, string may = "") =>
            Assert.Equal(asked.Split(' ').Order(), part.AsObject().Select(member => member.Key).Except(may.Split(' ')).Order());
    }

#pragma warning disable CA5350 // SPDX asks for SHA-1.
    private static SpdxFile File(LicenceFile file) => new(file, Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(file.Path))));
#pragma warning restore CA5350

    private static JsonObject Read(IEnumerable<SpdxFile> files) => JsonNode.Parse(Bytes(Head, files))!.AsObject();

    private static byte[] Bytes(SpdxReportHead head, IEnumerable<SpdxFile> files)
    {
        using var to = new MemoryStream();
        SpdxReport.Write(to, head, files, SampleIds.All);
        return to.ToArray();
    }

    private static string Text(string name) => (string)Report[name]!;

    private static IEnumerable<JsonObject> Listed() => Report["files"]!.AsArray().Select(file => file!.AsObject());

    private static IEnumerable<string?> Found(string name) => Listed().Single(file => (string?)file["fileName"] == name)["licenseInfoInFiles"]!.AsArray().Select(one => (string?)one);

    [GeneratedRegex(@"^SPDXRef-[A-Za-z0-9.-]+\z")]
    private static partial Regex Id();
}
