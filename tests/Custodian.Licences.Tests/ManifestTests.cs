using Xunit;

namespace Custodian.Licences.Tests;

/// <summary>What packages write in their licence fields.</summary>
public sealed class ManifestTests
{
    // Its own version is none of its licence's.
    [Theory]
    [InlineData("{ \"license\": \"GPL-3.0-only\",\n  \"version\": \"1.0\" }", "GPL-3.0-only")]
    [InlineData("{ \"license\": \"GPL\",\n  \"version\": \"2.0.0\" }", "GPL-1.0-or-later")]
    [InlineData("license = \"MIT OR AGPL-3.0-only\"\nversion = \"1\"", "MIT OR AGPL-3.0-only")]
    [InlineData("license: GPL-3.0\nversion: 1.0", "GPL-3.0-only")]
    [InlineData("License: GPL\nVersion: 2", "GPL-2.0-only")]
    public void The_version_of_a_package_is_none_of_its_licences(string manifest, string expression) => Assert.Equal(expression, Samples.Scan(manifest).Expression());

    [Theory]
    [InlineData("License: GPLv2+ and LGPLv2+", "GPL-2.0-or-later,LGPL-2.0-or-later")]
    [InlineData("License: GPL+ or Artistic", "Artistic-1.0-Perl,GPL-1.0-or-later")]
    [InlineData("License: ZPLv2.1", "ZPL-2.1")]
    [InlineData("Copyright: GPL", "GPL-1.0-or-later")]
    [InlineData("License: GPL (>= 2) | file LICENCE", "GPL-2.0-or-later")]
    [InlineData("License: BSD_3_clause + file LICENSE", "BSD-3-Clause")]
    [InlineData("license => 'perl',", "Artistic-1.0-Perl,GPL-1.0-or-later")]
    [InlineData("\"license\" : [ \"artistic_2\" ]", "Artistic-2.0")]
    [InlineData("license: lgpl_2_1", "LGPL-2.1-only")]
    [InlineData("license: mozilla_1_1", "MPL-1.1")]
    [InlineData("s.licenses = ['MIT', 'Ruby']", "MIT,Ruby")]
    [InlineData("\"license\": { \"type\": \"Apache\", \"file\": \"LICENSE\" }", "Apache-2.0")]
    [InlineData("<license>\n  <name>CPL</name>\n</license>", "CPL-1.0")]
    [InlineData("<license><name>CDDL + GPLv2 with classpath exception</name></license>", "CDDL-1.0,Classpath-exception-2.0,GPL-2.0-only")]
    [InlineData("License :: OSI Approved :: GNU Library or Lesser General Public License (LGPL)", "LGPL-2.0-or-later")]
    [InlineData("License: GPLv2 or later\nLicense URI: http://www.gnu.org/licenses/gpl-2.0.html", "GPL-2.0-or-later")]
    public void A_field_names_the_licence(string field, string ids) => Assert.Equal(ids, Samples.Ids(field));

    [Theory]
    [InlineData("The licence server is written in Ruby, and its clients in Python and Perl.")]
    [InlineData("see LICENSE.php and license/vim.txt")]
    [InlineData("license: python code that nobody may read")]
    [InlineData("var licence = boost(); // boost the licence by one")]
    public void A_word_that_is_no_fields_value_names_none(string text) => Assert.Equal("", Samples.Ids(text));

    [Fact]
    public void Where_a_copy_is_says_less_than_the_notice()
    {
        const string Pointer = "On this system the complete text of the GNU General Public License version 2 can be found in /usr/share/common-licenses/GPL-2.";

        Assert.Equal("GPL-2.0-or-later", Samples.Ids("License: GPL-2+\n" + Pointer));
        Assert.Equal("GPL-2.0-only", Samples.Ids(Pointer));
    }

    [Fact]
    public void What_nobody_knows_does_not_hide_a_name() => Assert.Equal("MIT", Samples.Ids("## License\n\nMIT. See LICENSE for details."));
}
