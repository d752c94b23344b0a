using Xunit;

namespace Custodian.Licences.Tests;

/// <summary>What a notice's own words decide.</summary>
public sealed class NoticeTests
{
    private const string Gpl = "This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free Software Foundation; ";

    [Theory]
    [InlineData(Gpl + "either version 2 of the License, or (at your option) any later version.", "GPL-2.0-or-later")]
    [InlineData(Gpl + "version 2 of the License.", "GPL-2.0-only")]
    [InlineData(Gpl + "version 2.", "GPL-2.0-only")]
    [InlineData(Gpl + "either version 3, or (at your option) any later version.", "GPL-3.0-or-later")]
    [InlineData("under the terms of the GNU General Public License version 2 only, as published", "GPL-2.0-only")]
    [InlineData("This file may be used under the GNU GPL, version 2 or later.", "GPL-2.0-or-later")]
    [InlineData("licensed under the GPLv2", "GPL-2.0-only")]
    [InlineData("License: GPLv2+", "GPL-2.0-or-later")]
    [InlineData("License: LGPL-2.1+", "LGPL-2.1-or-later")]
    [InlineData("License: GPLv2+ with exceptions and BSD", "BSD-3-Clause,GPL-2.0-or-later")]
    [InlineData("Released under GNU GPL", "GPL-1.0-or-later")]
    [InlineData("Lizenz: GPL v3.0", "GPL-3.0-only")]
    [InlineData("distributed under the terms of the GNU Lesser General Public License, version 2.1, or any later version", "LGPL-2.1-or-later")]
    [InlineData("under the GNU Lesser General Public License", "LGPL-2.1-or-later")]
    [InlineData("under the GNU Library General Public License", "LGPL-2.0-or-later")]
    [InlineData("GNU Affero General Public License as published by the Free Software Foundation, either version 3 of the License, or (at your option) any later version.", "AGPL-3.0-or-later")]
    [InlineData("MODULE_LICENSE(\"GPL\");", "GPL-2.0-or-later")]
    [InlineData("Licensed under the Apache License, Version 2.0 (the \"License\");", "Apache-2.0")]
    [InlineData("Dual licensed under the MIT and BSD licenses.", "BSD-3-Clause,MIT")]
    [InlineData("This library is free software; you can redistribute it under the same terms as Perl itself.", "Artistic-1.0-Perl,GPL-1.0-or-later")]
    [InlineData("see http://www.apache.org/licenses/LICENSE-2.0.html", "Apache-2.0")]
    [InlineData("https://creativecommons.org/licenses/by-sa/4.0/", "CC-BY-SA-4.0")]
    [InlineData("Creative Commons Attribution-ShareAlike 3.0 Unported License", "CC-BY-SA-3.0")]
    [InlineData("Licensed under the SSPL.", "SSPL-1.0")]
    [InlineData("You can obtain a copy of the License at https://glassfish.dev.java.net/public/CDDL+GPL_1_1.html", "CDDL-1.1")]
    [InlineData("You can obtain a copy of the License at https://oss.oracle.com/licenses/CDDL+GPL-1.1", "CDDL-1.1")]
    [InlineData("the OpenIB.org BSD license below:", "Linux-OpenIB")]
    public void It_names_the_licence(string notice, string ids) => Assert.Equal(ids, Samples.Ids(notice));

    [Theory]
    [InlineData("// SPDX-License-Identifier: MIT", "MIT", "MIT")]
    [InlineData("/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */", "GPL-2.0-only OR BSD-2-Clause", "BSD-2-Clause,GPL-2.0-only")]
    [InlineData("# SPDX-License-Identifier: GPL-2.0+ WITH Classpath-exception-2.0", "GPL-2.0-or-later WITH Classpath-exception-2.0", "Classpath-exception-2.0,GPL-2.0-or-later")]
    [InlineData("<!-- SPDX-License-Identifier: apache-2.0 -->", "Apache-2.0", "Apache-2.0")]
    [InlineData("; SPDX-License-Identifier: LicenseRef-Trust-1", "LicenseRef-Trust-1", "LicenseRef-Trust-1")]
    [InlineData("# SPDX-License-Identifier: (MIT OR Zlib) AND (ISC OR 0BSD)", "(MIT OR Zlib) AND (ISC OR 0BSD)", "0BSD,ISC,MIT,Zlib")]
    public void A_tag_is_an_expression(string tag, string expression, string ids)
    {
        var scan = Samples.Scan(tag);

        Assert.Equal((expression, ids), (scan.Expression(), string.Join(',', scan.Licences())));
        Assert.Equal(FindingKind.Tag, Assert.Single(scan.Findings).Kind);
    }

    // The first id on SPDX's list is meant by none of these; what people call the licence elsewhere is.
    [Theory]
    [InlineData("GPLv3", "GPL-3.0-only")]
    [InlineData("GNU GPL v3", "GPL-3.0-only")]
    [InlineData("GPL-2.0 or later", "GPL-2.0-or-later")]
    [InlineData("Apache-2", "Apache-2.0")]
    [InlineData("The MIT License", "MIT")]
    [InlineData("Licensed under GPL-3.0", "GPL-3.0-only")]
    [InlineData("BSD", "BSD-3-Clause")]
    [InlineData("BSD compatible", "BSD")]
    [InlineData("GPL-Evil-1.0", "GPL-Evil-1.0")]
    [InlineData("Commercial MIT", "Commercial AND MIT")]
    [InlineData("Evil-1.0 OR MIT", "Evil-1.0 OR MIT")]
    [InlineData("Evil-1.0\n\nLicensed under the MIT License", "Evil-1.0 AND MIT")]
    public void A_tag_with_a_licence_that_is_not_listed_is_read_as_what_its_words_name(string tag, string expression) => Assert.Equal(expression, Samples.Scan("SPDX-License-Identifier: " + tag).Expression());

    [Fact]
    public void A_tag_that_only_says_where_to_look_is_of_a_licence_that_nobody_knows() => Assert.Equal(FileClass.Unknown, Samples.Scan("SPDX-License-Identifier: See LICENSE").Class);

    [Theory]
    [InlineData("the circulatinGNUrse of gPLanets and aGPLague, omitted")]
    [InlineData("mitigation of permits for a BSDM licensee")]
    [InlineData("bool isDriverLicence = true; // the driver licence's number")]
    [InlineData("This is compatible with the GPL.")]
    [InlineData("private const string Licence = \"\"; var licenceKey = Read();")]
    public void What_only_looks_like_one_is_none(string text) => Assert.Equal("", Samples.Ids(text));

    [Fact]
    public void A_list_of_ids_is_no_licence()
    {
        var list = string.Join('\n', Samples.SpdxTexts.Keys.Select(id => $"  \"{id}\": \"{id} license\","));

        Assert.Equal("", Samples.Ids(list));
    }

    [Fact]
    public void All_rights_reserved_without_a_grant_is_a_class_of_its_own()
    {
        var scan = Samples.Scan("/*\n * Copyright (c) 2012 Some Company Ltd. All rights reserved.\n */\nclass A {}\n");

        Assert.Equal(FileClass.NoGrant, scan.Class);
        var finding = Assert.Single(scan.Findings);
        Assert.Equal((FindingKind.NoGrant, 2, 2), (finding.Kind, finding.StartLine, finding.EndLine));
    }

    [Fact]
    public void Words_of_a_licence_that_nobody_knows_are_told_as_such()
    {
        var scan = Samples.Scan("Permission is hereby granted to the residents of Ankh-Morpork to read this on Tuesdays.");

        Assert.Equal(FileClass.Unknown, scan.Class);
        Assert.Empty(Assert.Single(scan.Findings).Ids);
    }

    [Fact]
    public void A_text_without_a_word_of_it_has_none()
    {
        Assert.Equal(FileClass.None, Samples.Scan("class A { int b; }\n").Class);
        Assert.Equal(FileClass.None, Samples.Scan("").Class);
    }

    [Fact]
    public void A_changed_word_is_shown_with_its_line()
    {
        var text = Samples.SpdxTexts["MIT"].Replace("free of charge", "at a small charge", StringComparison.Ordinal);

        var finding = Samples.Scan(text).Findings.Single(finding => finding.Kind == FindingKind.FullText);

        Assert.Equal("MIT", finding.Expression);
        Assert.InRange(finding.Score, 0.9, 0.999);
        Assert.Contains(finding.Differences, difference => difference is { Line: 5, Expected: "free of", Found: "at a small" });
    }
}
