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
    [InlineData("MIT for all of it", "MIT")]
    [InlineData("MIT. See the file COPYING.", "MIT")]
    [InlineData("MIT */ var x = 'AGPL-3.0-only';", "MIT")]
    [InlineData("MIT --> <p>AGPL-3.0-only</p>", "MIT")]
    public void A_tag_is_read_to_its_end(string tag, string expression) => Assert.Equal(expression, Samples.Scan("# SPDX-License-Identifier: " + tag).Expression());

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
