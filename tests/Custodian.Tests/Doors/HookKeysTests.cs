using Custodian.Policies;
using Custodian.SignOffs;
using Custodian.Tests.Policies;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>Whoever holds a hook's secret speaks for its custodian: the secrets of two are never the same.</summary>
public class HookKeysTests
{
    private const string One = "whsec_b25lLXNlY3JldC1vZi0yNC1ieXRlcyEh";
    private const string Other = "whsec_b3RoZXItc2VjcmV0LTI0LWJ5dGVzISEh";

    [Fact]
    public void The_same_reference_for_two_custodians_is_refused_where_the_second_stands()
    {
        var (text, marks) = Sample.Unmark(Sample.With("hook-secret: [env:STHK_NEW, \"file:secrets/sthk-old\"]", "hook-secret: ¦[env:STHK_NEW, env:TAUNTON_HOOK_SECRET]"));

        var problem = Assert.Single(Sample.Check(text));

        Assert.Contains("'env:TAUNTON_HOOK_SECRET' is already the hook-secret of 'taunton'", problem.Text);
        Assert.Equal(Assert.Single(marks), (problem.Line, problem.Column));
    }

    [Fact]
    public void Secrets_of_their_own_are_taken()
    {
        var keys = Keys(One, Other);

        Assert.NotEqual(Assert.Single(keys.Of("taunton")), Assert.Single(keys.Of("sthk")));
    }

    [Fact]
    public void The_same_secret_under_two_names_is_refused_naming_both_custodians()
    {
        var refused = Assert.Throws<ConfigurationException>(() => Keys(One, One));

        Assert.Contains("sthk and taunton", refused.Message);
        Assert.Contains("'file:sthk'", refused.Message);
        Assert.DoesNotContain(One, refused.Message);
    }

    [Theory]
    [InlineData("b3RoZXItc2VjcmV0LTI0LWJ5dGVzISEh")]
    [InlineData("whsec_not base64!")]
    [InlineData("whsec_c2hvcnQ=")]
    public void A_secret_of_another_form_is_told_with_its_custodian_and_its_name(string secret)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Keys(One, secret));

        Assert.Contains("'file:sthk'", refused.Message);
        Assert.Contains("sthk's hook secret must be whsec_", refused.Message);
        Assert.DoesNotContain(secret, refused.Message);
    }

    private static HookKeys Keys(string taunton, string sthk)
    {
        var text = Sample.Good.Replace("hook-secret: env:TAUNTON_HOOK_SECRET", "hook-secret: \"file:taunton\"", StringComparison.Ordinal)
            .Replace("hook-secret: [env:STHK_NEW, \"file:secrets/sthk-old\"]", "hook-secret: \"file:sthk\"", StringComparison.Ordinal)
            .Replace("password: env:HUB_TOKEN", "password: \"file:taunton\"", StringComparison.Ordinal);
        using var file = new SampleFile(text);
        File.WriteAllText(Path.Combine(file.Folder, "taunton"), taunton);
        File.WriteAllText(Path.Combine(file.Folder, "sthk"), sthk);
        var configuration = ConfigurationFile.Load(file.Path, CustodianSetup.CheckSchemas);
        return new(configuration);
    }
}
