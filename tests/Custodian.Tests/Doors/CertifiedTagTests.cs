using System.Text;
using Custodian.Rules;
using Custodian.SignOffs;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>A tag object is taken in one form only.</summary>
public class CertifiedTagTests
{
    private const string Signature = "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAA\nAA==\n-----END SSH SIGNATURE-----\n";

    private static readonly CommitSha Commit = new(new string('a', 40));
    private static readonly string Content = new('b', 64);
    private static readonly string Policy = new('c', 64);

    private static string Draft => CertifiedTag.Draft("openmaxims", "1.0", Commit, Content, Policy, "ann", "taunton", 1_700_000_000, []);

    [Fact]
    public void A_draft_with_its_signature_is_taken()
    {
        var tag = CertifiedTag.Parse(Encoding.UTF8.GetBytes(Draft + Signature), "1.0");

        Assert.Equal((Commit, Signature, 1_700_000_000), (tag.Commit, tag.Signature, tag.Seconds));
        Assert.True(tag.IsDraft("openmaxims", Content, Policy, "ann", "taunton", []));
    }

    [Theory]
    [InlineData(Signature + Signature)]
    [InlineData(Signature + "Nobody signed this sentence.\n")]
    [InlineData(Signature + "\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nNo base64.\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAAAA\n")]
    [InlineData("-----BEGIN PGP SIGNATURE-----\nAAAA\n-----END PGP SIGNATURE-----\n")]
    [InlineData("")]
    public void Whatever_else_follows_the_text_is_refused(string signature)
    {
        var refused = Assert.Throws<RefusalException>(() => CertifiedTag.Parse(Encoding.UTF8.GetBytes(Draft + signature), "1.0"));

        Assert.Equal("tag-wrong", refused.Refusal.Type);
    }

    [Theory]
    [InlineData("1.0", true)]
    [InlineData("11.0.1-rc.1+build", true)]
    [InlineData("1.0\n", false)]
    [InlineData("1..0", false)]
    [InlineData("1.0.lock", false)]
    [InlineData("-1", false)]
    [InlineData("1/0", false)]
    [InlineData("", false)]
    public void A_version_is_a_plain_word(string version, bool good) => Assert.Equal(good, CertifiedTag.IsVersion(version));
}
