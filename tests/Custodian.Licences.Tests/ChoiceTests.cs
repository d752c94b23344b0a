using Xunit;

namespace Custodian.Licences.Tests;

/// <summary>An allow list passes a choice with one allowed side, so only words that offer one make it.</summary>
public sealed class ChoiceTests
{
    private const string Mozilla = """
        /* ***** BEGIN LICENSE BLOCK *****
         * Version: MPL 1.1/GPL 2.0/LGPL 2.1
         *
         * The contents of this file are subject to the Mozilla Public License Version
         * 1.1 (the "License"); you may not use this file except in compliance with
         * the License. You may obtain a copy of the License at
         * http://www.mozilla.org/MPL/MPL-1.1.html
         *
         * Software distributed under the License is distributed on an "AS IS" basis,
         * WITHOUT WARRANTY OF ANY KIND, either express or implied. See the License
         * for the specific language governing rights and limitations under the
         * License.
         *
         * The Initial Developer of the Original Code is
         * Example Corporation.
         * Portions created by the Initial Developer are Copyright (C) 1998
         * the Initial Developer. All Rights Reserved.
         *
         * Alternatively, the contents of this file may be used under the terms of
         * either of the GNU General Public License Version 2 or later (the "GPL"),
         * or the GNU Lesser General Public License Version 2.1 or later (the "LGPL"),
         * in which case the provisions of the GPL or the LGPL are applicable instead
         * of those above. If you wish to allow use of your version of this file only
         * under the terms of either the GPL or the LGPL, and not to allow others to
         * use your version of this file under the terms of the MPL, indicate your
         * decision by deleting the provisions above and replace them with the notice
         * and other provisions required by the GPL or the LGPL. If you do not delete
         * the provisions above, a recipient may use your version of this file under
         * the terms of any one of the MPL, the GPL or the LGPL.
         *
         * ***** END LICENSE BLOCK ***** */
        """;

    [Theory]
    [InlineData("Licensed under either the MIT license or the Apache License, Version 2.0, at your option.", "MIT OR Apache-2.0")]
    [InlineData("Licensed under either of\n * Apache License, Version 2.0 (http://www.apache.org/licenses/LICENSE-2.0)\n * MIT license\nat your option.", "Apache-2.0 OR MIT")]
    [InlineData("This file is dual licensed under the BSD license and the GNU General Public License version 2.", "BSD-3-Clause OR GPL-2.0-only")]
    [InlineData("You may use it under the terms of the GNU General Public License version 2 or later or the MIT license.", "GPL-2.0-or-later OR MIT")]
    [InlineData("at your choice of the MPL 1.1 or the LGPL 2.1", "MPL-1.1 OR LGPL-2.1-only")]
    [InlineData("Redistribute it under either of the following licenses: Eclipse Public License v1.0, or the Apache License v2.0", "EPL-1.0 OR Apache-2.0")]
    [InlineData("subject to the Mozilla Public License Version 1.1. Alternatively, this file may be used under the terms of either the GNU General Public License Version 2 or later (the \"GPL\"), or the GNU Lesser General Public License Version 2.1 or later.", "MPL-1.1 OR GPL-2.0-or-later OR LGPL-2.1-or-later")]
    [InlineData("license = \"MIT/Apache-2.0\"", "MIT OR Apache-2.0")]
    [InlineData("License: GPL-2 | GPL-3", "GPL-2.0-only OR GPL-3.0-only")]
    [InlineData("License: LGPL-2.1+ | MPL-1.1", "LGPL-2.1-or-later OR MPL-1.1")]
    [InlineData("This file is dual-licensed under EPL-1.0 or LGPL-2.1.", "EPL-1.0 OR LGPL-2.1-only")]
    [InlineData("Dual licensed under the MIT (MIT-LICENSE.txt) and GPL (GPL-LICENSE.txt) licenses.", "MIT OR GPL-1.0-or-later")]
    [InlineData("## License\n\nLicensed under either of\n\n * Apache License, Version 2.0, ([LICENSE-APACHE](LICENSE-APACHE) or http://www.apache.org/licenses/LICENSE-2.0)\n * MIT license ([LICENSE-MIT](LICENSE-MIT) or http://opensource.org/licenses/MIT)\n\nat your option.\n", "Apache-2.0 OR MIT")]
    [InlineData(Mozilla, "MPL-1.1 OR GPL-2.0-or-later OR LGPL-2.1-or-later")]
    public void What_is_offered_is_joined_by_or(string notice, string expression) => Assert.Equal(expression, Samples.Scan(notice).Expression());

    [Theory]
    [InlineData("Licensed under the MIT license and the Apache License, Version 2.0.", "MIT AND Apache-2.0")]
    [InlineData("The program is under the GNU General Public License, either version 2 or (at your option) any later version. The icons are under the MIT license.", "GPL-2.0-or-later AND MIT")]
    [InlineData("Some files are under the MIT license, or parts of other files under the GPL version 2.", "MIT AND GPL-2.0-only")]
    [InlineData("It is not licensed under the MIT license or the Apache License 2.0 alone.", "MIT AND Apache-2.0")]
    [InlineData("The server is under the MIT license. The client is under the GPL version 3. Either is fine for us.", "MIT AND GPL-3.0-only")]
    [InlineData("Use it either under the MIT license, and it includes code that is under the GPL version 3.", "MIT AND GPL-3.0-only")]
    [InlineData("You choose either license: the server is under the AGPL version 3 and the client under the MIT license.", "AGPL-3.0-only AND MIT")]
    [InlineData("License: GPLv2+ or MIT and ASL 2.0", "(GPL-2.0-or-later OR MIT) AND Apache-2.0")]
    public void What_is_not_offered_is_joined_by_and(string notice, string expression) => Assert.Equal(expression, Samples.Scan(notice).Expression());

    // A version that is named gives way to no other one.
    [Theory]
    [InlineData("The client: https://www.gnu.org/licenses/gpl-2.0.html (client). The server: https://www.gnu.org/licenses/gpl-3.0.html (server).", "GPL-2.0-only,GPL-3.0-only")]
    [InlineData("client.c is licensed under the GNU General Public License version 2. See https://www.gnu.org/licenses/gpl-3.0.html for plugin.c.", "GPL-2.0-only,GPL-3.0-only")]
    [InlineData("Licensed under the GNU General Public License version 2. See https://www.gnu.org/licenses/gpl-2.0.html", "GPL-2.0-only")]
    [InlineData("Licensed under the GNU General Public License version 2 or later. See https://www.gnu.org/licenses/gpl-2.0.html", "GPL-2.0-or-later")]
    public void An_address_with_another_version_is_another_licence(string notice, string ids) => Assert.Equal(ids, Samples.Ids(notice));

    [Fact]
    public void An_alternative_between_conditions_and_disclaimer_is_seen()
    {
        var text = Samples.SpdxTexts["BSD-3-Clause"].Replace(
            "THIS SOFTWARE IS",
            "ALTERNATIVELY, this software may be distributed under the terms of the GNU General Public License version 2.\n\nTHIS SOFTWARE IS",
            StringComparison.Ordinal);

        Assert.Equal("BSD-3-Clause OR GPL-2.0-only", Samples.Scan(text).Expression());
    }
}
