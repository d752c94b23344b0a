using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

public sealed class RemoteUrlTests
{
    [Theory]
    [InlineData("https://github.com/IMS-MAXIMS/openMAXIMS.git", "Https", null)]
    [InlineData("https://[::1]:8443/a.git", "Https", null)]
    [InlineData("ssh://git@git.example.nhs.uk:2222/srv/a.git", "Ssh", null)]
    [InlineData("git@git.example.nhs.uk:team/a.git", "Ssh", null)]
    [InlineData("file:///srv/git/a.git", "File", null)]
    [InlineData("/srv/git/a.git/", "File", "/srv/git/a.git")]
    [InlineData("repositories/a b.git", "File", "/base/repositories/a b.git")]
    [InlineData("../a.git", "File", "/a.git")]
    [InlineData("./odd:name.git", "File", "/base/odd:name.git")]
    public void Https_ssh_and_folders_are_taken(string text, string kind, string? value)
    {
        Assert.True(RemoteUrl.TryParse(text, "/base", out var url, out _));

        Assert.Equal((value ?? text, text, kind), (url.Value, url.Written, url.Kind.ToString()));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("http://github.com/a.git", "https://")]
    [InlineData("git://github.com/a.git", "'git'")]
    [InlineData("ftp://example.org/a.git", "'ftp'")]
    [InlineData("HTTPS://example.org/a.git", "'HTTPS'")]
    [InlineData("ext::sh -c 'touch /tmp/x'", "helper")]
    [InlineData("fd::7", "helper")]
    [InlineData("ext::https://example.org/a.git", "helper")]
    [InlineData("--upload-pack=touch /tmp/x", "option")]
    [InlineData("-oProxyCommand=x@host:a.git", "option")]
    [InlineData("ssh://-oProxyCommand=x/a.git", "ssh")]
    [InlineData("ssh://-l@example.org/a.git", "option")]
    [InlineData("git@-oProxyCommand=x:a.git", "ssh")]
    [InlineData("git@example.org:-a.git", "ssh")]
    [InlineData("https://user:word@example.org/a.git", "credentials")]
    [InlineData("https://token@example.org/a.git", "credentials")]
    [InlineData("ssh://git:word@example.org/a.git", "password")]
    [InlineData("https://example.org/a.git?x=1", "'?'")]
    [InlineData("https://example.org/a.git#x", "'#'")]
    [InlineData("https://example.org/", "path")]
    [InlineData("https:///a.git", "read")]
    [InlineData("https://example.org/a b.git", "%20")]
    [InlineData("file://host/a.git", "three slashes")]
    [InlineData("file://a.git", "three slashes")]
    [InlineData("example.org:a.git", "USER@HOST")]
    [InlineData("~/a.git", "whole path")]
    [InlineData("/srv/a\n.git", "control")]
    public void Everything_else_is_refused_with_its_mend(string text, string word)
    {
        Assert.False(RemoteUrl.TryParse(text, "/base", out _, out var why));

        Assert.Contains(word, why);
    }
}
