using Custodian.Licences.Expressions;
using Xunit;
using static Custodian.Licences.Tests.Expressions.SampleIds;

namespace Custodian.Licences.Tests.Expressions;

public sealed class SpdxIdsTests
{
    [Theory]
    [InlineData("gpl-2.0", "GPL-2.0-only")]
    [InlineData("GPL-2.0+", "GPL-2.0-or-later")]
    [InlineData("LGPL-2.1+", "LGPL-2.1-or-later")]
    [InlineData("GPL-2.0-only+", "GPL-2.0-or-later")]
    [InlineData("GPL-2.0-or-later+", "GPL-2.0-or-later")]
    [InlineData("apache-2.0+", "Apache-2.0+")]
    [InlineData("MIT+", "MIT+")]
    [InlineData("GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0")]
    [InlineData("GPL-2.0-with-classpath-exception+", "GPL-2.0-or-later WITH Classpath-exception-2.0")]
    [InlineData("GPL-3.0-with-autoconf-exception", "GPL-3.0-only WITH Autoconf-exception-3.0")]
    [InlineData("GPL-2.0 WITH classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0")]
    [InlineData("GPL-2.0+ WITH Nokia-Qt-exception-1.1", "GPL-2.0-or-later WITH Qt-LGPL-exception-1.1")]
    [InlineData("eCos-2.0", "GPL-2.0-or-later WITH eCos-exception-2.0")]
    [InlineData("wxWindows", "GPL-2.0-or-later WITH WxWindows-exception-3.1")]
    [InlineData("Nunit", "zlib-acknowledgement")]
    [InlineData("StandardML-NJ", "SMLNJ")]
    [InlineData("bzip2-1.0.5", "bzip2-1.0.6")]
    [InlineData("BSD-2-Clause-NetBSD", "BSD-2-Clause")]
    [InlineData("GFDL-1.2", "GFDL-1.2-only")]
    [InlineData("MIT OR mit", "MIT")]
    [InlineData("GPL-2.0 AND (GPL-2.0-only OR MIT)", "GPL-2.0-only AND (GPL-2.0-only OR MIT)")]
    public void Ids_are_taken_to_those_in_use(string written, string current) =>
        Assert.Equal(current, SampleIds.All.Current(Parse(written)).ToString());

    [Theory]
    // SPDX names no successor.
    [InlineData("BSD-2-Clause-FreeBSD")]
    [InlineData("Net-SNMP")]
    // Its successor is on no list here.
    [InlineData("GPL-2.0-with-bison-exception")]
    // One exception is all that an expression can say.
    [InlineData("GPL-2.0-with-GCC-exception WITH LLVM-exception")]
    [InlineData("LicenseRef-gpl-2.0")]
    [InlineData("NotListed-1.0+")]
    public void What_has_no_successor_stays(string written) => Assert.Equal(written, SampleIds.All.Current(Parse(written)).ToString());

    [Fact]
    public void The_case_alone_is_mended_where_successors_are_not_asked_for() =>
        Assert.Equal("GPL-2.0+ OR Apache-2.0 WITH LLVM-exception", SampleIds.All.InListsCase(Parse("gpl-2.0+ or APACHE-2.0 with llvm-EXCEPTION")).ToString());

    [Fact]
    public void What_is_not_listed_is_told_once()
    {
        var expression = Parse("Mine-1.0 OR MIT WITH own-exception OR Mine-1.0 OR GPL-2.0 OR LicenseRef-x OR DocumentRef-a:LicenseRef-b");

        Assert.Equal(["Mine-1.0", "own-exception"], SampleIds.All.Unknown(expression));
    }

    // Those two have no successor; whatever SPDX deprecates next shows here.
    [Fact]
    public void Every_id_of_SPDXs_own_lists_is_read_and_is_in_use_or_has_a_successor()
    {
        var data = LicenceIndex.Shipped.Lists;
        var ids = new SpdxIds(LicenceIndex.Shipped);

        Assert.True(data.Ids.Count > 700);
        Assert.All(data.Ids.Concat(data.Deprecated), id => Assert.Equal(id, ids.InListsCase(Parse(id.ToUpperInvariant())).ToString()));
        Assert.All(data.Ids, id => Assert.Equal(id, ids.Current(Parse(id)).ToString()));
        Assert.All(data.Exceptions, id => Assert.Equal($"MIT WITH {id}", ids.Current(Parse($"mit with {id.ToLowerInvariant()}")).ToString()));
        Assert.Equal(["BSD-2-Clause-FreeBSD", "Net-SNMP"], data.Deprecated.Where(id => ids.Current(Parse(id)).Ids().Intersect(data.Deprecated).Any()));
    }

    [Fact]
    public void What_is_in_use_stays_and_is_listed()
    {
        Assert.All(InUse, id => Assert.Equal(id, SampleIds.All.Current(Parse(id)).ToString()));
        Assert.All(Deprecated, id => Assert.Empty(SampleIds.All.Unknown(SampleIds.All.Current(Parse(id)))));
        Assert.Equal(InUse.Concat(Deprecated).Order(StringComparer.Ordinal), SampleIds.All.Licences);
        Assert.Equal(Exceptions.Order(StringComparer.Ordinal), SampleIds.All.Exceptions);
    }
}
