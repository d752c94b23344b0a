using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

public class GitHubPlacesTests
{
    [Theory]
    [InlineData("https://github.com/Owner/Name.git")]
    [InlineData("https://github.com/Owner/Name")]
    [InlineData("https://github.com/Owner/Name/")]
    [InlineData("ssh://git@github.com/Owner/Name.git")]
    [InlineData("ssh://git@ssh.github.com:443/Owner/Name.git")]
    [InlineData("git@github.com:Owner/Name.git")]
    [InlineData("git@github.com:/Owner/Name")]
    public void An_address_at_GitHub_names_its_repository(string url) => Assert.Equal("Owner/Name", Of(url));

    [Theory]
    [InlineData("https://gitlab.com/Owner/Name.git")]
    [InlineData("https://notgithub.com/Owner/Name.git")]
    [InlineData("https://github.com/Owner/Name/more")]
    [InlineData("https://github.com/Name.git")]
    [InlineData("git@example.org:Owner/Name.git")]
    [InlineData("file:///github.com/Owner/Name.git")]
    [InlineData("/srv/git/Name.git")]
    public void Any_other_place_names_none(string url) => Assert.Null(Of(url));

    [Fact]
    public void An_enterprise_has_a_host_of_its_own() => Assert.Equal("Owner/Name", Of("https://github.example.nhs.uk/Owner/Name.git", "github.example.nhs.uk"));

    [Theory]
    [InlineData("Owner/Name", null, "Owner/Name")]
    [InlineData("Owner/Name", "https://github.com/Trusts/Gold.git", "Trusts/Gold")]
    [InlineData("Owner/Name", "https://gitlab.com/Trusts/Gold.git", null)]
    [InlineData(null, "https://github.com/Trusts/Gold.git", null)]
    public void People_are_asked_where_gold_lives(string? named, string? goldUrl, string? place)
    {
        var url = Read("https://github.com/Owner/Name.git");
        var gold = new GoldPlace(goldUrl is null ? url : Read(goldUrl), Credentials: null, "refs/heads/gold", Elsewhere: goldUrl is not null);
        var entry = new RepositoryEntry { Name = "openmaxims", Url = url, Source = ["refs/heads/main"], Gold = gold, Checks = ["tests"], Gate = "standard", GitHub = named };

        Assert.Equal(place, GitHubPlaces.OfGold(entry, new()));
    }

    private static string? Of(string url, string host = "github.com") => GitHubPlaces.Of(Read(url), host);

    private static RemoteUrl Read(string url)
    {
        Assert.True(RemoteUrl.TryParse(url, "/", out var read, out var why), why);
        return read;
    }
}
