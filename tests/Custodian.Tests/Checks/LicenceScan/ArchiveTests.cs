using System.IO.Compression;
using System.Text;
using Custodian.Checks;
using Custodian.Licences;
using Xunit;

namespace Custodian.Tests.Checks;

public sealed class ArchiveTests
{
    private const string Apache = "Licensed under the Apache License, Version 2.0 (the \"License\");\nyou may not use this file except in compliance with the License.\n";

    private readonly ContentScanner scanner = new(null, digests: false);

    [Theory]
    [InlineData("META-INF/LICENSE", Apache)]
    [InlineData("META-INF/NOTICE.txt", Apache)]
    [InlineData("LICENSE.txt", Apache)]
    [InlineData("META-INF/maven/org.example/lib/pom.xml", "<!-- SPDX-License-Identifier: Apache-2.0 -->")]
    [InlineData("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nBundle-License: Apache-\r\n 2.0;link=\"https://www.apache.org/licenses/LICENSE-2.0.txt\"\r\nX: y\r\n")]
    [InlineData("META-INF/MANIFEST.MF", "Bundle-License: https://www.apache.org/licenses/LICENSE-2.0.txt\n")]
    public void A_jar_is_under_what_it_says_itself(string name, string text)
    {
        var scan = Scan(Zip(("a/B.class", "no text\0"), (name, text)));

        Assert.Equal(FileClass.Binary, scan.Class);
        Assert.NotEmpty(scan.Findings);
        Assert.All(scan.Findings, finding => Assert.Equal((name, "Apache-2.0"), (finding.Inside, finding.Expression)));
        // It is evidence of what the jar holds: the jar itself is no text.
        Assert.Empty(scan.Licences());
    }

    [Theory]
    [InlineData("x/META-INF/LICENSE")]
    [InlineData("META-INF/services/LICENSE")]
    [InlineData("../META-INF/LICENSE")]
    [InlineData("docs/LICENSE")]
    [InlineData("pom.xml")]
    public void What_lies_elsewhere_in_it_says_nothing_of_the_jar(string name) =>
        Assert.Equal(FileScan.NotText, Scan(Zip((name, Apache))));

    [Fact]
    public void A_manifest_that_names_other_programs_says_nothing() =>
        Assert.Equal(FileScan.NotText, Scan(Zip(("META-INF/MANIFEST.MF", "Created-By: GPL-2.0-only tools, see the MIT License\n"))));

    [Fact]
    public void Evidence_that_unpacks_without_end_is_refused()
    {
        var bomb = Zip(("META-INF/LICENSE", new string('a', 50 << 20)));
        Assert.True(bomb.Length < 200_000);

        var scan = Scan(bomb);

        Assert.Equal((FileClass.Unreadable, 0), (scan.Class, scan.Findings.Count));
        Assert.Contains("unpacks to more than", scan.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_small_pieces_of_evidence_are_refused_too()
    {
        var many = Scan(Zip([.. Enumerable.Range(0, 20).Select(number => ($"META-INF/LICENSE-{number}", new string('a', 1 << 20)))]));

        Assert.Equal(FileClass.Unreadable, many.Class);
        Assert.Equal(FileClass.Unreadable, Scan(Zip([.. Enumerable.Range(0, 501).Select(number => ($"META-INF/LICENSE-{number}", "a"))])).Class);
    }

    [Fact]
    public void A_damaged_archive_is_bytes_or_unreadable_and_never_an_error()
    {
        var whole = Zip(("META-INF/LICENSE", Apache), ("META-INF/MANIFEST.MF", "Bundle-License: MIT\n"));
        Assert.NotEmpty(Scan(whole).Findings);

        for (var at = 4; at < whole.Length; at++)
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= 0x55;
            Assert.NotEqual(FileClass.None, Scan(flipped).Class);
            Assert.Empty(Scan(whole.AsSpan(0, at)).Findings);
        }
    }

    private FileScan Scan(ReadOnlySpan<byte> bytes) => scanner.Scan(bytes).Scan;

    internal static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }
}
