using System.Net;
using System.Xml.Linq;
using Custodian.Rules;
using Custodian.Tests.Checks;
using Xunit;

namespace Custodian.Tests.Pages;

/// <summary>The page of a check of licences, from a push to what is read in a browser.</summary>
[Collection(nameof(Alone))]
public sealed class LicencePageTests
{
    private const string Ours = "// SPDX-License-Identifier: AGPL-3.0-or-later\n";
    private const string Denied = "//\n// SPDX-License-Identifier: SSPL-1.0\n";
    private const string ForReview = "// SPDX-License-Identifier: LGPL-2.1-or-later\n";
    private const string NoGrant = "/*\n * Copyright (c) 2014 A Company. All rights reserved.\n */\nint x;\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_blocks_is_told_with_file_line_reason_and_who_can_act()
    {
        await using var bench = await StartAsync();
        var gold = await bench.AdoptFilesAsync(("old.c", NoGrant), ("left.c", Denied), ("ours.c", Ours));
        var commit = await RunAsync(bench, gold, ("old.c", NoGrant), ("ours.c", Ours), ("src/bad.c", "// new\n" + Denied), ("src/look.c", ForReview));

        var page = await PageAsync(bench, commit);

        var text = PageBench.Text(page);
        Assert.Contains("2 findings that gold does not have speak against this commit: it cannot become gold as it stands, unless every custodian waives this check for it.", text, StringComparison.Ordinal);
        Assert.Contains($"gold at {gold}", text, StringComparison.Ordinal);
        Assert.Contains("What blocks: 1src/bad.c, line 3: SSPL-1.0 is denied.", text, StringComparison.Ordinal);
        Assert.Contains("line 3: SSPL-1.0 (tag, exact)", text, StringComparison.Ordinal);
        Assert.Contains("What needs review: 1", text, StringComparison.Ordinal);
        Assert.Contains("What gold has, too: 1", text, StringComparison.Ordinal);
        Assert.Contains("What is gone: 1", text, StringComparison.Ordinal);
        Assert.Contains("A director of every custodian: Waive this check for this commit.", text, StringComparison.Ordinal);
        Assert.Contains($"custodian waiver --server URL --repository {PageBench.Name} --check tests --commit {commit} ", text, StringComparison.Ordinal);
        Assert.Contains("says under 'paths' what these files are 'declared' to be under", text, StringComparison.Ordinal);
        foreach (var link in page.Descendants("a").Select(link => link.Attribute("href")!.Value).Where(link => link.StartsWith("/api/", StringComparison.Ordinal)))
        {
            using var answer = await bench.Client.GetAsync(new Uri(link, UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_commit_that_passes_is_told_so_and_nobody_is_asked_to_act()
    {
        await using var bench = await StartAsync();
        var commit = await RunAsync(bench, await bench.AdoptFilesAsync(("a.c", Denied)), ("a.c", Denied), ("gen/b.c", Ours), ("c.c", Ours));

        var text = PageBench.Text(await PageAsync(bench, commit));

        Assert.Contains("Passed Nothing new was found, so this check lets the commit pass. Gold has 1 finding too, and that blocks nothing.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Who can act", text, StringComparison.Ordinal);
        Assert.Contains("AGPL-3.0-or-later – generated code: 1 file", text, StringComparison.Ordinal);
        Assert.Contains("Generated, besides", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_front_page_leads_to_it_from_the_check()
    {
        await using var bench = await StartAsync();
        var commit = await CandidateAsync(bench, ("a.c", Denied));

        var candidate = (await bench.PageAsync("SSPL-1.0")).Descendants("article").Single();

        Assert.Contains($"Report of tests on {commit.Abbreviated}, Log of tests on {commit.Abbreviated}", PageBench.Text(candidate), StringComparison.Ordinal);
        var links = candidate.Descendants("a").Select(link => link.Attribute("href")!.Value).ToArray();
        Assert.Equal([Address(commit)[..^"/checks/tests/report".Length], Address(commit), $"/api/v1{Address(commit)[..^"report".Length]}log"], links);
    }

    [Fact]
    public async Task Nothing_that_a_candidate_wrote_becomes_markup_or_turns_the_text_around()
    {
        await using var bench = await StartAsync();
        var commit = await CandidateAsync(bench,
            ("<script>alert(1)<script>.c", Denied), ("a\"onmouseover=x.c", Denied), ("line\nbreak.c", Denied), ("turn\u202Etxt.exe", Denied),
            ("b.c", "// SPDX-License-Identifier: LicenseRef-<b>x</b>\n"), ("&amp;/'quote.c", Denied));

        var page = await PageAsync(bench, commit);

        var text = PageBench.Text(page);
        Assert.Contains("<script>alert(1)<script>.c", text, StringComparison.Ordinal);
        Assert.Contains("a\"onmouseover=x.c", text, StringComparison.Ordinal);
        Assert.Contains("line⟨U+000A⟩break.c", text, StringComparison.Ordinal);
        Assert.Contains("turn⟨U+202E⟩txt.exe", text, StringComparison.Ordinal);
        Assert.Contains("&amp;/'quote.c", text, StringComparison.Ordinal);
        PageBench.AssertNothingRuns(page);
        // What was asked for is as hostile as what was pushed.
        var asked = await PageAsync(bench, commit, "?path=" + Uri.EscapeDataString("\"><script>x</script>\0\u202E") + "&licence=" + Uri.EscapeDataString("<b>"));
        PageBench.AssertNothingRuns(asked);
        Assert.Contains("No file is like that.", PageBench.Text(asked), StringComparison.Ordinal);
        var folder = page.Descendants("details").Single(part => part.Attribute("id")?.Value == "narrow").Descendants("a").Single().Attribute("href")!.Value;
        Assert.Contains("This page shows a part, 1 of 6 files: only what begins with ", PageBench.Text(PageBench.Parse(await bench.Client.GetStringAsync(new Uri(folder, UriKind.Relative), Stop))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_of_findings_make_no_page_of_thousands_of_lines()
    {
        await using var bench = await StartAsync();
        var commit = await CandidateAsync(bench, [.. Enumerable.Range(0, 5_000).Select(at => ($"d{at % 10}/f{at:0000}.c", at % 2 == 0 ? Denied : ForReview))]);

        var html = await bench.Client.GetStringAsync(new Uri(Address(commit), UriKind.Relative), Stop);
        var narrowed = PageBench.Text(await PageAsync(bench, commit, "?path=d3/f00"));
        var both = PageBench.Text(await PageAsync(bench, commit, "?path=d2/&licence=SSPL-1.0"));

        var text = PageBench.Text(PageBench.Parse(html));
        Assert.InRange(html.Length, 10_000, 1_000_000);
        Assert.Contains("What blocks: 2,500", text, StringComparison.Ordinal);
        Assert.Contains("And 2,300 more.", text, StringComparison.Ordinal);
        Assert.Contains("This page shows a part, 10 of 5,000 files: only what begins with d3/f00. Show all", narrowed, StringComparison.Ordinal);
        Assert.Contains("What needs review: 10", narrowed, StringComparison.Ordinal);
        Assert.Contains("What blocks: 0Nothing but what needs review.", narrowed, StringComparison.Ordinal);
        Assert.Contains("What blocks: 500", both, StringComparison.Ordinal);
        Assert.Contains("only what begins with d2/, and of that only what is listed as SSPL-1.0.", both, StringComparison.Ordinal);
        Assert.Contains("What needs review: 0Nothing in this part.", both, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_is_told_with_its_digest_and_what_it_carries()
    {
        await using var bench = await StartAsync();
        var commit = await CandidateAsync(bench, ("lib/x.jar", ArchiveTests.Zip(("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nBundle-License: SSPL-1.0\n"))));

        var text = PageBench.Text(await PageAsync(bench, commit));

        Assert.Contains("archive with SSPL-1.0: 1 file", text, StringComparison.Ordinal);
        Assert.Contains("META-INF/MANIFEST.MF, line 2", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_differ_from_a_licence_are_shown()
    {
        await using var bench = await StartAsync();
        var commit = await CandidateAsync(bench, ("LICENSE", ZlibWith("heartily")));

        var text = PageBench.Text(await PageAsync(bench, commit));

        Assert.Contains("LICENSE", text, StringComparison.Ordinal);
        Assert.Contains("% of the words", text, StringComparison.Ordinal);
        Assert.Contains("heartily", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_run_has_no_page_and_it_is_kept_by_nobody()
    {
        await using var bench = await StartAsync();
        var commit = await CandidateAsync(bench, ("a.c", Ours + "//\n"));

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bench, $"/repositories/{PageBench.Name}/candidates/{new string('a', 40)}/checks/tests/report"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bench, $"/repositories/{PageBench.Name}/candidates/{commit}/checks/other/report"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bench, $"/repositories/other/candidates/{commit}/checks/tests/report"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(bench, $"/repositories/{PageBench.Name}/candidates/abc/checks/tests/report"));
        Assert.Equal(await StatusAsync(bench, "/", HttpMethod.Head), await StatusAsync(bench, Address(commit), HttpMethod.Head));

        using var page = await bench.Client.GetAsync(new Uri(Address(commit), UriKind.Relative), Stop);
        Assert.True(page.Headers.CacheControl!.NoStore);
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        Assert.Contains("default-src 'none'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    private static string ZlibWith(string word) => $"""
        This software is provided 'as-is', without any express or implied warranty. In no event will the authors be held liable for any damages arising from the use of this software.

        Permission is {word} granted to anyone to use this software for any purpose, including commercial applications, and to alter it and redistribute it freely, subject to the following restrictions:

        1. The origin of this software must not be misrepresented; you must not claim that you wrote the original software. If you use this software in a product, an acknowledgment in the product documentation would be appreciated but is not required.
        2. Altered source versions must be plainly marked as such, and must not be misrepresented as being the original software.
        3. This notice may not be removed or altered from any source distribution.
        """;

    private static Task<PageBench> StartAsync() => PageBench.StartAsync(
        ("tests: { type: command, run: [\"true\"], sandbox: none }", "tests: { type: licences, allow: [AGPL-3.0-or-later], deny: [SSPL-1.0], review: [LGPL-2.1-or-later], generated: [\"gen/**\"] }"));

    // A commit with these files, over gold with nothing to find.
    private static Task<CommitSha> CandidateAsync(PageBench bench, params (string Path, string Text)[] files) => CandidateAsync(bench, PageBench.Bytes(files));

    private static async Task<CommitSha> CandidateAsync(PageBench bench, params (string Path, byte[] Content)[] files) =>
        (await bench.CheckFilesAsync(await bench.AdoptFilesAsync(("a.c", Ours)), files)).Commit!.Value;

    private static async Task<CommitSha> RunAsync(PageBench bench, CommitSha parent, params (string Path, string Text)[] files) =>
        (await bench.CheckFilesAsync(parent, PageBench.Bytes(files))).Commit!.Value;

    private static string Address(CommitSha commit) => $"/repositories/{PageBench.Name}/candidates/{commit}/checks/tests/report";

    private static async Task<XDocument> PageAsync(PageBench bench, CommitSha commit, string asked = "") =>
        PageBench.Parse(await bench.Client.GetStringAsync(new Uri(Address(commit) + asked, UriKind.Relative), Stop));

    private static async Task<HttpStatusCode> StatusAsync(PageBench bench, string path, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(path, UriKind.Relative));
        using var answer = await bench.Client.SendAsync(request, Stop);
        return answer.StatusCode;
    }
}
