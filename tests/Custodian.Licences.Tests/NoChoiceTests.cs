using System.Text;
using CsCheck;
using Xunit;

namespace Custodian.Licences.Tests;

/// <summary>An <c>OR</c> lets a licence pass that nobody allowed: what demands all of its licences never becomes one, whatever stands around it.</summary>
public sealed class NoChoiceTests
{
    private const string Blanks = "\n * ------------------------------------------------------------------------\n * ------------------------------------------------------------------------\n * ------------------------------------------------------------------------\n * ------------------------------------------------------------------------\n * ------------------------------------------------------------------------\n * ------------------------------------------------------------------------\n * ";

    private static readonly string[] Notices =
    [
        "This software, in either source or binary form, is licensed under the MIT License and the Server Side Public License version 1.",
        "Redistribution in either source or binary form is subject to the Apache License 2.0 and the GNU General Public License version 3.",
        "Dual licensed: the client is under the MIT License and the server is under the Server Side Public License v1.",
        "This project is dual licensed. The library is MIT licensed and the tools are GPL version 3.",
        "This is dually licensed; you must comply with both the MIT License and the Server Side Public License version 1.",
        "Neither the name nor trademarks are covered. Licensed under the MIT License and the GNU General Public License version 3.",
        "Use by either party is governed by the Apache License, Version 2.0 and the Server Side Public License, version 1.",
        "You may not use this software under any license other than the MIT License and the Server Side Public License version 1 together.",
        "Code is under the MIT License; documentation, at your option, in HTML or PDF, under the GNU Free Documentation License version 1.3.",
        "MIT License or GPL version 2, and Server Side Public License version 1 for the server.",
        "Apache License 2.0. Alternatively, you may distribute the examples under the terms of the MIT License. The rest stays under the GPL version 3.",
        "Server Side Public License version 1 applies to the server. Alternatively, you may use the client under the MIT License.",
        "Licensed under any of the MIT License and Apache License 2.0 combined with the Server Side Public License version 1.",
        "Multiple licenses apply: MIT License, and Server Side Public License version 1.",
        "Multiple licenses apply to this product: Apache License 2.0 and GPL version 3.",
        "This package has multiple licenses. MIT License for foo; Server Side Public License version 1 and GPL version 3 for bar.",
        "Any of these licenses that apply must be obeyed: MIT License and GPL version 3.",
        "All of the following licenses apply, any one of them alone is not enough: MIT License and Server Side Public License version 1.",
        "Licensed under the MIT License and, at your option, documentation under the GFDL 1.3.",
        "This work is triple licensed in parts: parser MIT License, lexer Apache License 2.0, and runtime GPL version 3.",
        "If you choose either the free or the paid edition, the Apache License 2.0 and the GPL version 3 apply.",
        "Whichever edition you use, the Apache License 2.0 and the Server Side Public License version 1 apply.",
        "Contributions are accepted under either CLA. Source is licensed under the Apache License 2.0 and the AGPL version 3.",
        "Licensed under the MIT License or the equivalent of GPL.",
        "Parts of this are MIT License or GPL version 2.",
        "Original code: MIT License. Modifications by Foo, or its affiliates: Server Side Public License version 1.",
        "This file is dual licensed under MIT. Other code here: GPL version 3 and AGPL version 3.",
        "Licensed not under the MIT License or Apache License 2.0; only the Server Side Public License version 1.",
        "The license is the Server Side Public License version 1 or, for customers, the MIT License.",
        "You may choose between HTTP and HTTPS. License: Apache License 2.0 and GPL version 3.",
        "Dual licensing is not offered: Apache License 2.0 and GPL version 3 both apply.",
        "This was dual licensed before 2010 under MIT and GPL version 2. Since then: Server Side Public License version 1 or commercial.",
        "Dual-licensed modules: a.c MIT License, b.c GPL version 3.",
        "Either directory: core/ MIT License, ee/ Server Side Public License version 1.",
        "Your choice of colours is saved. Licensed under the MIT License and GPL version 3.",
        "Free for any use at your option. MIT License. GPL version 3.",
        "At your option, contact us. This program is under the Apache License 2.0 and includes code under the GPL version 3.",
        "Licensed under the Apache License 2.0. Some code either rewritten or copied is under MIT License and GPL version 3.",
        "License: MIT/SSPL-1.0 (both apply)",
        "Does not fall under either the MIT License or Apache License 2.0. It is under the GPL version 3.",
        "License: MIT | file LICENSE or SSPL-1.0",
        "GNU General Public License version 2, or (at your option) under the terms of any later version. Contains code under the MIT License and Server Side Public License version 1.",
        "Neither Apache License 2.0 nor MIT License or GPL version 3.",
        "You must not choose one of MIT License and GPL version 3: both bind you.",
        "Combined work under either or both: Apache License 2.0 and GPL version 3 simultaneously.",
        "This software is under the MIT License or any other license that is compatible with the GPL version 3.",
        "This module may be used under the MIT License. To use the server or the GPL version 3 parts you need both.",
        "Icons: your choice of size. Fonts are SIL Open Font License 1.1 and code is GPL version 3.",
        "WITHOUT WARRANTY OF ANY KIND, either expressed or implied.\nSPDX-License-Identifier: MIT\nSPDX-License-Identifier: SSPL-1.0",
        "Provided as is, either express or implied. Apache License 2.0. Server Side Public License version 1.",
        "GNU General Public License version 2, or (at your option) under the terms of any later version.\nContains code under the MIT License.",
        "GNU General Public License version 3. Or, alternatively, contact sales for a commercial license. Uses MIT License code.",
        "Apache License 2.0. Alternatively, you may distribute the examples under the terms of the MIT License.",
        "Licensed under the Server Side Public License version 1 or under the MIT License for non-production use.",
        "The compiler is CDDL 1.0 and GPL v2 code.",
        "Licensed under the MIT License and the GNU General Public License version 3.",
        "Not dual licensed under the MIT and GPL licenses: both apply.",
        "Dual licensed under the MIT and GPL version 2 licenses; comply with both.",
        "This is NOT under the same terms as Perl itself.",
        "MPL 1.1 or AGPL version 3, depending on the edition.",
        "Dual licensed under MIT and AGPL version 3, jointly.",
        "Under the MIT license or the Apache License, Version 2.0, as noted in the header of every file.",
        "Licensed under the MIT License or the Server Side Public License version 1. Both apply.",
        "Both apply. Licensed under the MIT License or the Server Side Public License version 1.",
        "Both apply.\n\nLicensed under the MIT License or the Server Side Public License version 1.",
        "Dual licensed under MIT and AGPL version 3. You have to comply with all of it.",
        "Dual licensed under MIT and AGPL version 3.\n *\n * You must satisfy them.",
        "The code is under MPL 1.1, GPL 2.0, LGPL 2.1.",
        "/* Licensed under the Server Side Public License version 1. */\nint x;\n/* Alternatively, this file may be used under the terms of the MIT License. */",
        "License: MIT\nAll rights reserved.\nLicense: AGPL version 3",
        "Licensed under GPL version 3 or the MIT license. Note. Both apply.",
        "Licensed under GPL version 3 or the MIT license as the author chooses.",
        "Licensed under GPL version 3 or the MIT license at the licensor's option.",
        "Licensed under GPL version 3 or the MIT license for paying customers.",
        "Licensed under GPL version 3 or the MIT license, whichever is the more restrictive.",
        "Licensed under GPL version 3 or the MIT license after 2030.",
        "Dual licensed under the GPL version 3 and the MIT license: the GPL governs the core, the MIT license the docs.",
        "Licensed under GPL version 3 or the MIT license" + Blanks + "and both apply.",
    ];

    private static readonly string[] Around =
    [
        "WITHOUT WARRANTY OF ANY KIND, either express or implied.", "You may use either the source or the binary form.", "At your option, contact us.", "Whichever edition you use, read this.",
        "This was dual licensed once.", "Dual licensing is not offered.", "Any of the following applies.", "Your choice of colours is saved.", "Alternatively, see the manual.", "or", "/*", "*/", "", " * ", "#",
    ];

    public static TheoryData<string> Demands => [.. Notices];

    [Theory]
    [MemberData(nameof(Demands))]
    public void What_demands_all_of_it_is_joined_by_and(string notice)
    {
        var scan = Samples.Scan(notice);

        Assert.NotEmpty(scan.Licences());
        Assert.DoesNotContain(" OR ", scan.Expression(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_stands_around_it_makes_a_choice_of_it()
    {
        var scanner = Samples.Scanner();
        string[] both = ["Licensed under the MIT License and the Server Side Public License, version 1.", "Under the Apache License 2.0. Under the GNU General Public License version 3.", "SPDX-License-Identifier: MIT\n# SPDX-License-Identifier: SSPL-1.0\n"];
        var around = Gen.Int[0, Around.Length - 1].Select(at => Around[at]);
        Gen.Select(around.Array[0, 4], Gen.Int[0, both.Length - 1], around.Array[0, 4], Gen.Bool).Sample(
            (before, which, after, lines) =>
            {
                var text = string.Join(lines ? "\n" : " ", [.. before, both[which], .. after]);
                var scan = scanner.Scan(Encoding.UTF8.GetBytes(text));
                Assert.True(scan.Licences().Count >= 2, text);
                Assert.DoesNotContain(" OR ", scan.Expression(), StringComparison.Ordinal);
            },
            iter: 1500, threads: 1);
    }
}
