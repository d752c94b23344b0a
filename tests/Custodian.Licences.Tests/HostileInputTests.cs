using System.Text;
using Xunit;

namespace Custodian.Licences.Tests;

/// <summary>Whatever a file holds, it is answered, and costs no more than a file may.</summary>
public sealed class HostileInputTests
{
    // Steps for each byte. What this stands against takes them by the square of the length.
    private const long MostSteps = 40;

    public static TheoryData<string> Kinds { get; } =
        ["gpl", "one line", "copyright", "licence texts", "notices", "half a text", "random words", "dashes", "tags", "nested tags", "open comments", "digits", "quotes", "line ends",
            "tags on one line", "choices", "choices and blanks", "unseen", "exceptions", "names", "bare names", "inserted", "misspelt tags", "blank tags", "fields"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Ten_megabytes_of_it_are_answered(string kind)
    {
        var bytes = Encoding.UTF8.GetBytes(Repeated(kind, 10 << 20));
        var scanner = Samples.Scanner();

        var scan = scanner.Scan(bytes);

        Assert.True(scanner.Steps <= bytes.Length * MostSteps, $"{scanner.Steps} steps for {bytes.Length} bytes");
        Assert.True(scan.Trouble is null || scan.Class == FileClass.Unreadable);
        Assert.All(scan.Findings, finding => Assert.True(finding.StartLine >= 1 && finding.EndLine >= finding.StartLine));
        Assert.InRange(scan.Findings.Count, 0, LicenceScanner.MostFindings + 100);
    }

    [Fact]
    public void What_comes_last_of_thousands_of_findings_is_told_all_the_same()
    {
        var text = string.Concat(Enumerable.Range(0, 2100).Select(line => $"SPDX-License-Identifier: {(line % 2 == 0 ? "MIT" : "ISC")}\n\n")) + "SPDX-License-Identifier: AGPL-3.0-only\n";

        Assert.Equal(["AGPL-3.0-only", "ISC", "MIT"], Samples.Scan(text).Licences());
    }

    [Fact]
    public void Bytes_that_are_no_text_are_binary()
    {
        Assert.Equal(FileClass.Binary, Samples.Scan([0x50, 0x4B, 3, 4, 0, 0, 0, 1, 2]).Class);
        Assert.Equal(FileClass.Binary, Samples.Scan([.. "MIT License"u8, 0, 1, 2]).Class);
    }

    [Fact]
    public void Invalid_utf_8_and_latin_1_are_read_all_the_same()
    {
        byte[] latin = [.. "Andr"u8, 0xE9, .. " wrote this. Licensed under the MIT licen"u8, .. "se. "u8, 0xFF, 0xC3, 0x28, 0xA0, 0xE2, 0x80];

        Assert.Equal(["MIT"], Samples.Scan(latin).Licences());
    }

    [Fact]
    public void Utf_16_is_read_with_and_without_its_mark()
    {
        const string Notice = "// Licensed under the Apache License, Version 2.0\nclass A {}\n";

        Assert.Equal(["Apache-2.0"], Samples.Scan([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Notice)]).Licences());
        Assert.Equal(["Apache-2.0"], Samples.Scan([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Notice)]).Licences());
        Assert.Equal(["Apache-2.0"], Samples.Scan(Encoding.Unicode.GetBytes(Notice)).Licences());
    }

    private static string Repeated(string kind, int length)
    {
        var random = new Random(7);
        var vocabulary = Samples.SpdxTexts["GPL-3.0-only"].Split(' ');
        string One(int round) => kind switch
        {
            "gpl" => "GPL ",
            "one line" => "int licenseKey=0; ",
            "copyright" => "Copyright (c) 2020 A. All rights reserved.\n",
            "licence texts" => Samples.SpdxTexts.ElementAt(round % Samples.SpdxTexts.Count).Value + "\n",
            "notices" => $"GNU General Public License as published by the Free Software Foundation; either version {round % 9} of the License, or (at your option) any later\n",
            "half a text" => Samples.SpdxTexts["BSD-3-Clause"][..600] + "\n",
            "random words" => vocabulary[random.Next(vocabulary.Length)] + " ",
            "dashes" => "sub-non-re-copy-license-",
            "tags" => "SPDX-License-Identifier: MIT OR Apache-2.0\n",
            "nested tags" => "SPDX-License-Identifier: " + new string('(', 300) + "MIT\n",
            "misspelt tags" => $"SPDX-License-Identifier: Foo{round} GPLv3 MIT ",
            "blank tags" => "SPDX-License-Identifier: MIT," + new string(' ', 3900) + "x\n",
            "fields" => "\"license\": \"MIT AND Acme\", license: ",
            "open comments" => "/* license (* {- <!-- ",
            "tags on one line" => "spdx-License-Identifier: MIT, ISC ",
            "choices" => "MIT license or GPL version 2 or ",
            "choices and blanks" => "Licensed under the MIT license or the GPL version 2." + new string(round % 2 == 0 ? ' ' : '\n', 3000),
            "unseen" => "G\u200BPL lic\u00ADense \uFF21\uFF1A ",
            "exceptions" => "GPL version 2 with the Classpath exception. ",
            "names" => $"license of {Samples.SpdxTexts.ElementAt(round % Samples.SpdxTexts.Count).Key} ",
            "bare names" => "MIT or GPL version 2 license. Licensed under the GNU GPL. ",
            "inserted" => Samples.SpdxTexts["ISC"].Replace("provided", "under AGPL-3.0-only provided", StringComparison.Ordinal) + "\n",
            "digits" => "license 1.1.1.1.1.1.1.1.",
            "quotes" => "“license” ‘’ © ",
            _ => "license\r\r\n\n",
        };
        var text = new StringBuilder(length + 40_000);
        for (var round = 0; text.Length < length; round++) text.Append(One(round));
        return text.ToString();
    }
}
