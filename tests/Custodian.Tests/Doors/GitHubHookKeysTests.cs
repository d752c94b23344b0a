using System.Text;
using Custodian.Intake;
using Custodian.Policies;
using Custodian.Tests.Policies;
using Xunit;

namespace Custodian.Tests.Doors;

public class GitHubHookKeysTests
{
    private const string Random = "6f1ed002ab5595859014ebf0951522d9";

    [Fact]
    public void A_secret_is_the_text_that_GitHub_has_without_the_line_break_of_its_file() =>
        Assert.Equal(Encoding.UTF8.GetBytes(Random), Assert.Single(Keys(Random + "\n").All));

    [Fact]
    public void A_service_that_names_none_has_none()
    {
        using var file = new SampleFile(Sample.Good);

        Assert.Empty(new GitHubHookKeys(ConfigurationFile.Load(file.Path, CustodianSetup.CheckSchemas)).All);
    }

    [Theory]
    [InlineData("fifteen-letters")]
    [InlineData("pw")]
    public void A_secret_that_could_be_guessed_is_told_by_its_name_with_the_way_to_make_one(string secret)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Keys(secret));

        Assert.Contains("'file:hook'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("at least 16 characters, made at random: openssl rand -hex 32", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, refused.Message, StringComparison.Ordinal);
    }

    private static GitHubHookKeys Keys(string secret)
    {
        using var file = new SampleFile(Sample.With("service:\n", "service:\n  github: { hook-secret: \"file:hook\" }\n"));
        File.WriteAllText(Path.Combine(file.Folder, "hook"), secret);
        return new(ConfigurationFile.Load(file.Path, CustodianSetup.CheckSchemas));
    }
}
