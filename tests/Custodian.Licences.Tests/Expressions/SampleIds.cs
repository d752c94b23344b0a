using Custodian.Licences.Expressions;

namespace Custodian.Licences.Tests.Expressions;

/// <summary>Some of what SPDX lists.</summary>
internal static class SampleIds
{
    public static readonly string[] Deprecated =
    [
        "AGPL-3.0", "BSD-2-Clause-FreeBSD", "BSD-2-Clause-NetBSD", "GFDL-1.2", "GPL-1.0", "GPL-2.0", "GPL-2.0-with-GCC-exception", "GPL-2.0-with-classpath-exception",
        "GPL-2.0-with-font-exception", "GPL-3.0", "GPL-3.0-with-autoconf-exception", "LGPL-2.0", "LGPL-2.1", "Net-SNMP", "Nunit", "StandardML-NJ", "bzip2-1.0.5", "eCos-2.0", "wxWindows",
    ];

    public static readonly string[] InUse =
    [
        "0BSD", "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-1.1", "Apache-2.0", "Artistic-1.0", "Artistic-1.0-Perl", "Artistic-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-4.3RENO", "BSD-4.3TAHOE",
        "CC-BY-3.0-US", "CC-BY-4.0", "GFDL-1.2-invariants-only", "GFDL-1.2-invariants-or-later", "GFDL-1.2-only", "GFDL-1.2-or-later", "GFDL-1.3-invariants-only", "GFDL-1.3-only",
        "GPL-1.0-only", "GPL-1.0-or-later", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "LGPL-2.0-only", "LGPL-2.0-or-later", "LGPL-2.1-only", "LGPL-2.1-or-later",
        "LPPL-1.3a", "LPPL-1.3c", "MIT", "MIT-0", "MPL-1.1", "MPL-2.0", "MPL-2.0-no-copyleft-exception", "PHP-3.0", "PHP-3.01", "SMLNJ", "Zlib", "bzip2-1.0.6", "zlib-acknowledgement",
    ];

    public static readonly string[] Exceptions =
    [
        "Autoconf-exception-3.0", "Classpath-exception-2.0", "Font-exception-2.0", "GCC-exception-2.0", "LLVM-exception", "Nokia-Qt-exception-1.1", "Qt-LGPL-exception-1.1", "WxWindows-exception-3.1", "eCos-exception-2.0",
    ];

    public static readonly SpdxIds All = new(InUse, Deprecated, Exceptions);

    public static SpdxExpression Parse(string text) =>
        SpdxParser.TryParse(text, out var expression, out var refusal) ? expression : throw new ArgumentException($"{text}: {refusal}");
}
