using Xunit;

namespace Custodian.Licences.Tests;

/// <summary>An exception widens the licence that it is granted beside, and no other.</summary>
public sealed class ExceptionTests
{
    private const string OpenJdk = """
         * This code is free software; you can redistribute it and/or modify it
         * under the terms of the GNU General Public License version 2 only, as
         * published by the Free Software Foundation.  Oracle designates this
         * particular file as subject to the "Classpath" exception as provided
         * by Oracle in the LICENSE file that accompanied this code.
         *
         * This code is distributed in the hope that it will be useful, but WITHOUT
         * ANY WARRANTY; without even the implied warranty of MERCHANTABILITY or
         * FITNESS FOR A PARTICULAR PURPOSE.  See the GNU General Public License
         * version 2 for more details (a copy is included in the LICENSE file that
         * accompanied this code).
         *
         * You should have received a copy of the GNU General Public License version
         * 2 along with this work; if not, write to the Free Software Foundation,
         * Inc., 51 Franklin St, Fifth Floor, Boston, MA 02110-1301 USA.
        """;

    [Theory]
    [InlineData(OpenJdk, "GPL-2.0-only WITH Classpath-exception-2.0")]
    [InlineData("GCC is under the GNU General Public License as published by the Free Software Foundation; either version 3, or (at your option) any later version. Under Section 7 of GPL version 3, you are granted additional permissions described in the GCC Runtime Library Exception, version 3.1.", "GPL-3.0-or-later WITH GCC-exception-3.1")]
    [InlineData("Licensed under Apache License v2.0 with Runtime Library Exception", "Apache-2.0 WITH Swift-exception")]
    [InlineData(
        "under the terms of the Eclipse Public License 2.0. This Source Code may also be made available under the following Secondary Licenses: GNU General Public License, version 2 with the GNU Classpath Exception.\nSPDX-License-Identifier: EPL-2.0 OR GPL-2.0 WITH Classpath-exception-2.0",
        "EPL-2.0 AND GPL-2.0-only WITH Classpath-exception-2.0 AND (EPL-2.0 OR GPL-2.0-only WITH Classpath-exception-2.0)")]
    public void It_is_joined_to_the_one_licence_beside_it(string notice, string expression) => Assert.Equal(expression, Samples.Scan(notice).Expression());

    [Theory]
    [InlineData("This file is under the GNU General Public License version 3. Without the Classpath exception.", "GPL-3.0-only AND Classpath-exception-2.0")]
    [InlineData("License: AGPL-3.0-only, and the GPL version 2 with the Classpath exception", "AGPL-3.0-only AND GPL-2.0-only AND Classpath-exception-2.0")]
    [InlineData("Under the GPL version 2. The runtime is under the Apache License 2.0 with the LLVM exception.", "GPL-2.0-only AND Apache-2.0 WITH LLVM-exception")]
    public void It_is_joined_to_nothing_where_that_is_in_doubt(string notice, string expression) => Assert.Equal(expression, Samples.Scan(notice).Expression());
}
