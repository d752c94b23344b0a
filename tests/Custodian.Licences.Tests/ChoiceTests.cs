using Xunit;

namespace Custodian.Licences.Tests;

/// <summary>An allow list passes a choice with one allowed side, so only words that offer one make it.</summary>
public sealed class ChoiceTests
{
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
