using Custodian.Licences.Expressions;

namespace Custodian.Tests.Policies;

/// <summary>Some of what SPDX lists.</summary>
internal static class SampleIds
{
    public static readonly SpdxIds All = new(
        ["AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "BSD-3-Clause", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "LGPL-2.1-only", "LGPL-2.1-or-later", "MIT", "MPL-2.0", "SSPL-1.0", "Zlib"],
        ["AGPL-3.0", "GPL-2.0"],
        ["Classpath-exception-2.0", "LLVM-exception"]);
}
