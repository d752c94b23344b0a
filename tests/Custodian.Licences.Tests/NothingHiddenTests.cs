using Xunit;

namespace Custodian.Licences.Tests;

/// <summary>Whatever stands beside a notice, what it asks for stays asked for: a licence that is hidden from the scan reaches gold.</summary>
public sealed class NothingHiddenTests
{
    private const string Names = "MIT License, Apache License 2.0, Zlib License, ISC License, Mozilla Public License 2.0, Eclipse Public License 2.0, Boost Software License 1.0, Artistic License 2.0, Academic Free License 3.0, Open Software License 3.0, CDDL 1.0";

    [Theory]
    [InlineData("Licensed under the GNU Affero General Public License version 3. Elsewhere: " + Names + ".", "AGPL-3.0-only")]
    [InlineData(Names + ". This file is distributed under the terms of the GNU Affero General Public License version 3.", "AGPL-3.0-only")]
    [InlineData("// Licensed under the AGPL version 3. MIT, ISC, Zlib, BSL-1.0, CDDL-1.0, Apache-2.0, Artistic-2.0, MPL-2.0, EPL-2.0, LGPL-2.1 licenses are understood.", "AGPL-3.0-only")]
    [InlineData("Licensed under the MIT, ISC, Zlib, BSL-1.0, CDDL-1.0, Apache-2.0, Artistic-2.0, MPL-2.0, EPL-2.0, LGPL-2.1, AGPL-3.0 licenses.", "AGPL-3.0-only")]
    [InlineData("{\"license\":\"AGPL-3.0-only\",\"allowed\":[\"MIT\",\"ISC\",\"BSD-3-Clause\",\"Apache-2.0\",\"Zlib\",\"MPL-2.0\",\"EPL-2.0\",\"0BSD\",\"CC0-1.0\",\"Unlicense\"]}", "AGPL-3.0-only")]
    [InlineData("License: MIT AND BSD-3-Clause AND ISC AND Apache-2.0 AND Zlib AND MPL-2.0 AND EPL-2.0 AND CC0-1.0 AND BSL-1.0 AND AGPL-3.0-only", "AGPL-3.0-only")]
    [InlineData("The license of this file is GPL-3.0-only. Compatible with: MIT, BSD-3-Clause, ISC, Apache-2.0, Zlib, MPL-2.0, EPL-2.0, CC0-1.0, BSL-1.0, Artistic-2.0 licenses.", "GPL-3.0-only")]
    [InlineData("@license AGPL-3.0-only\nMIT, ISC, BSD-3-Clause, Apache-2.0, Zlib, MPL-2.0, EPL-2.0, 0BSD, CC0-1.0, BSL-1.0 licenses", "AGPL-3.0-only")]
    public void A_notice_is_not_hidden_among_names(string text, string id) => Assert.Contains(id, Samples.Scan(text).Licences());

    [Theory]
    [InlineData("MIT, AGPL-3.0-only", "MIT AND AGPL-3.0-only")]
    [InlineData("MIT; AGPL-3.0-only", "MIT AND AGPL-3.0-only")]
    [InlineData("MIT & AGPL-3.0-only", "MIT AND AGPL-3.0-only")]
    [InlineData("MIT/AGPL-3.0-only", "MIT AND AGPL-3.0-only")]
    [InlineData("MIT plus AGPL-3.0-or-later", "MIT AND AGPL-3.0-or-later")]
    [InlineData("MIT AND [AGPL-3.0-only]", "MIT AND AGPL-3.0-only")]
    [InlineData("MIT AND [Commercial]", "MIT AND Commercial")]
    [InlineData("MIT  # and agpl-3.0-only", "MIT AND AGPL-3.0-only")]
    [InlineData("Apache-2.0 AGPL-3.0-only", "Apache-2.0 AND AGPL-3.0-only")]
    [InlineData("MIT OR Apache-2.0, SSPL-1.0", "(MIT OR Apache-2.0) AND SSPL-1.0")]
    [InlineData("(MIT OR SSPL-1.0), SSPL-1.0", "(MIT OR SSPL-1.0) AND SSPL-1.0")]
    [InlineData("          LicenseRef-Trust-1", "LicenseRef-Trust-1")]
    [InlineData("MIT AND\n# AGPL-3.0-only", "MIT AND AGPL-3.0-only")]
    [InlineData("MIT OR\n * Apache-2.0 */", "MIT OR Apache-2.0")]
    [InlineData("GPL-3.0-only, LicenseRef-Foo", "GPL-3.0-only AND LicenseRef-Foo")]
    [InlineData("<a href='x'>MIT</a> OR <a href='y'>GPL-3.0-only</a>", "MIT OR GPL-3.0-only")]
    [InlineData("MIT for all of it", "MIT")]
    [InlineData("MIT. See the file COPYING.", "MIT")]
    [InlineData("MIT */ static int Add(int one, int other) { return Known(\"BSD-3-Clause\"); }", "MIT")]
    public void A_tag_is_read_to_its_end(string tag, string expression) => Assert.Equal(expression, Samples.Scan("# SPDX-License-Identifier: " + tag).Expression());

    // What follows on the tag's line is read for itself.
    [Theory]
    [InlineData("/* SPDX-License-Identifier: MIT */ /* SPDX-License-Identifier: GPL-3.0-only */", "MIT AND GPL-3.0-only")]
    [InlineData("<!-- SPDX-License-Identifier: MIT --><div></div><!-- Licensed under the GNU AGPL version 3 -->", "MIT AND AGPL-3.0-only")]
    [InlineData("SPDX-License-Identifier: MIT. The rest is licensed under the GNU Affero General Public License version 3.", "MIT AND AGPL-3.0-only")]
    [InlineData("SPDX-License-Identifier: MIT for tests, Elastic License 2.0 for the rest", "MIT AND Elastic-2.0")]
    [InlineData("<b>SPDX-License-Identifier:</b> SSPL-1.0", "SSPL-1.0")]
    public void A_tag_takes_no_more_than_itself(string text, string expression) => Assert.Equal(expression, Samples.Scan(text).Expression());

    [Theory]
    [InlineData("Apache-2.0", "This file is licensed under the GNU General Public License version 3.", "GPL-3.0-only")]
    [InlineData("MPL-2.0", "SPDX-License-Identifier: AGPL-3.0-only\n", "AGPL-3.0-only")]
    [InlineData("EPL-2.0", "Licence: SSPL-1.0.", "SSPL-1.0")]
    [InlineData("ISC", "(and under the GPL-3.0)", "GPL-3.0-only")]
    [InlineData("BSD-3-Clause", "License: AGPL-3.0-only", "AGPL-3.0-only")]
    [InlineData("MIT", "SPDX-License-Identifier: Acme-EULA\n", "Acme-EULA")]
    [InlineData("MIT", "This Software is licensed under the AGPL.", "AGPL-3.0-only")]
    [InlineData("Apache-2.0", "All of it is licensed under the GPL.", "GPL-1.0-or-later")]
    [InlineData("MIT", "License: SSPL", "SSPL-1.0")]
    public void What_is_written_into_a_text_is_none_of_it(string licence, string inserted, string id)
    {
        var text = Samples.SpdxTexts[licence];
        var middle = text.IndexOf(' ', text.Length / 2);

        Assert.Equal(new[] { id, licence }.Order(StringComparer.Ordinal), Samples.Scan($"{text[..middle]}\n{inserted}\n{text[middle..]}").Licences());
    }

    [Theory]
    [InlineData("MIT", "Licensed under the GPL version 3.", "GPL-3.0-only")]
    [InlineData("ISC", "GNU Affero General Public License, version 3", "AGPL-3.0-only")]
    [InlineData("MPL-2.0", "Under MPL-1.1 and MPL-2.0:", "MPL-1.1")]
    [InlineData("BSD-3-Clause", "Licensed under the 4-clause BSD license.", "BSD-4-Clause")]
    public void What_stands_above_a_text_is_its_title_only_where_it_names_it(string licence, string title, string id) =>
        Assert.Contains(id, Samples.Scan($"{title}\n\n{Samples.SpdxTexts[licence]}").Licences());

    [Theory]
    [InlineData("License: GPLv2\nCompatible up to: 6.1", "GPL-2.0-only")]
    [InlineData("Licence of this program: GPLv3\nCompatible: with all", "GPL-3.0-only")]
    [InlineData("Released under a GPL compatible license", "")]
    [InlineData("Released under AGPL-3.0 compatible with nothing", "AGPL-3.0-only")]
    [InlineData("Licensed under GPLv3, compatible with Apache 2.0.", "Apache-2.0,GPL-3.0-only")]
    [InlineData("Released under the MIT license (compatible with GPL)", "MIT")]
    [InlineData("MIT License (GPL compatible)", "MIT")]
    [InlineData("MIT License (GPL)", "GPL-1.0-or-later,MIT")]
    [InlineData("{\"description\":\"Released under the AGPL-3.0 license\",\"compatibility\":\"x\"}", "AGPL-3.0-only")]
    public void What_is_only_compared_with_is_no_licence(string text, string ids) => Assert.Equal(ids, Samples.Ids(text));

    [Theory]
    [InlineData("Licensed under the G\u200BPL version 3, see GNU Gen\u00ADeral Public Lic\u2060ense", "GPL-3.0-only")]
    [InlineData("SPDX-License-Identifier: AG\u00ADPL-3.0-only", "AGPL-3.0-only")]
    [InlineData("Licensed\u3000under\u3000the\u3000GNU\u3000General\u3000Public\u3000License\u3000version\u30003", "GPL-3.0-only")]
    [InlineData("License\uFF1AAGPL-3.0-only", "AGPL-3.0-only")]
    [InlineData("License\u2192AGPL-3.0-only", "AGPL-3.0-only")]
    [InlineData("本项目使用 AGPL-3.0，请保留版权", "AGPL-3.0-only")]
    [InlineData("遵循 GPLv3。", "GPL-3.0-only")]
    [InlineData("License: MIT、GPL-3.0", "GPL-3.0-only,MIT")]
    [InlineData("Licensed under the Apache License（Version 2.0）", "Apache-2.0")]
    [InlineData("under the \u2605GPL\u2122 version 3", "GPL-3.0-only")]
    [InlineData("\u2502 version 2 of the GNU General Public License,\u2502\n\u2502 or (at your option) any later version \u2502", "GPL-2.0-or-later")]
    public void What_nobody_sees_hides_nothing(string text, string ids) => Assert.Equal(ids, Samples.Ids(text));

    [Fact]
    public void A_mark_of_UTF_16_before_single_bytes_hides_nothing()
    {
        byte[][] marks = [[0xFF, 0xFE], [0xFE, 0xFF]];

        Assert.All(marks, mark => Assert.Equal(["GPL-3.0-only"], Samples.Scan([.. mark, .. "// Licensed under the GNU General Public License version 3."u8]).Licences()));
    }

    [Theory]
    [InlineData("ISC", "for any purpose", "for any noncommercial purpose")]
    [InlineData("MIT", "without restriction", "for noncommercial purposes only")]
    [InlineData("LGPL-2.1-only", "GNU LESSER GENERAL", "GNU AFFERO GENERAL")]
    public void A_word_that_turns_a_licence_into_another_is_seen_when_it_comes(string licence, string its, string instead)
    {
        var text = Samples.SpdxTexts[licence];
        Assert.Contains(its, text, StringComparison.Ordinal);

        Assert.DoesNotContain(Samples.Scan(text.Replace(its, instead, StringComparison.Ordinal)).Findings, finding => finding.Kind == FindingKind.FullText && finding.Expression == licence);
    }

    [Theory]
    [InlineData("You should have received a copy of the GNU General Public License along with this program.", "GPL-1.0-or-later")]
    [InlineData("You should have received a copy of the GNU Affero General Public License version 3 along with this program.", "AGPL-3.0-only")]
    [InlineData("See the GNU Lesser General Public License for more details.", "LGPL-2.0-or-later")]
    [InlineData("Licensed under the GNU Free Documentation License.", "GFDL-1.1-or-later")]
    [InlineData("Licensed under the MIT license. You should have received a copy of the GNU Affero General Public License along with it.", "AGPL-1.0-or-later,MIT")]
    [InlineData("This library is distributed under the GNU Lesser General Public License, version 2.1. You should have received a copy of the GNU General Public License along with it.", "LGPL-2.1-only")]
    public void What_is_said_to_come_with_a_file_names_its_licence_where_no_notice_does(string notice, string ids) => Assert.Equal(ids, Samples.Ids(notice));

    [Theory]
    [InlineData("This work is licensed under a Creative Commons Attribution license.")]
    [InlineData("Licensed under a Creative Commons license.")]
    [InlineData("Lizenz: CC BY-SA")]
    [InlineData("Released under Creative Commons.")]
    [InlineData("http://creativecommons.org/licenses/by-sa/")]
    public void A_licence_without_its_version_is_unknown(string notice) => Assert.Equal(FileClass.Unknown, Samples.Scan(notice).Class);

    [Theory]
    // Only where all of a name's licences are said better nearby does it give way.
    [InlineData("Licensed under MPL 1.1, GPL 2.0, LGPL 2.1. The GNU General Public License version 2 is in COPYING.", "MPL-1.1 AND GPL-2.0-only AND LGPL-2.1-only AND GPL-2.0-only")]
    // What a choice or an exception has weakened says nothing better.
    [InlineData("The library is licensed under the MIT license or the GNU General Public License version 2. Here is much more to read of what it does, and how it does that, and why. The parser is licensed under the GNU General Public License.", "(MIT OR GPL-2.0-only) AND GPL-2.0-only")]
    [InlineData("SPDX-License-Identifier: GPL-2.0-only WITH Classpath-exception-2.0\nHere is much more to read of what it does, and how it does that, and why it does.\nThe parser is licensed under the GNU General Public License.", "GPL-2.0-only WITH Classpath-exception-2.0 AND GPL-2.0-only")]
    public void A_name_gives_way_to_nothing_that_asks_for_less(string notice, string expression) => Assert.Equal(expression, Samples.Scan(notice).Expression());
}
