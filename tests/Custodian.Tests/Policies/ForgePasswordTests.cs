using Custodian.Git;
using Custodian.Policies;
using Custodian.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Custodian.Tests.Policies;

/// <summary>Which remotes are reached with the forge's own passwords.</summary>
public sealed class ForgePasswordTests
{
    [Theory]
    [InlineData("https://github.com/IMS-MAXIMS/openMAXIMS.git", null, "IMS-MAXIMS/openMAXIMS")]
    [InlineData("https://GitHub.com/IMS-MAXIMS/openMAXIMS", "trusting", "IMS-MAXIMS/openMAXIMS")]
    // The operator's own word goes first.
    [InlineData("https://github.com/IMS-MAXIMS/openMAXIMS.git", "hub", null)]
    // It is for the forge's own host, and for https alone.
    [InlineData("https://github.com.example.org/IMS-MAXIMS/openMAXIMS.git", null, null)]
    [InlineData("https://git.example.nhs.uk/IMS-MAXIMS/openMAXIMS.git", null, null)]
    [InlineData("https://github.com/IMS-MAXIMS/openMAXIMS/wiki.git", null, null)]
    [InlineData("git@github.com:IMS-MAXIMS/openMAXIMS.git", "keyed", null)]
    [InlineData("repositories/mirror.git", null, null)]
    public void The_forges_password_is_for_its_own_host_by_https_where_the_operator_names_none(string url, string? credentials, string? asked)
    {
        var remote = Of(url, credentials).Remote;

        Assert.Equal(asked, (remote.Access.PasswordSource?.Target as Passwords)?.FullName);
        Assert.Equal(asked is null ? credentials == "hub" ? "gate" : null : "x-access-token", remote.Access.Username);
        Assert.Equal(credentials == "trusting", remote.Access.CertificateAuthority?.EndsWith("ca.pem", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void Gold_in_another_owners_repository_has_its_own()
    {
        var repository = Of("https://github.com/IMS-MAXIMS/openMAXIMS.git", null, "{ url: https://github.com/CUSTODIANS/gold.git, ref: refs/heads/gold }");

        Assert.Equal("IMS-MAXIMS/openMAXIMS", (repository.Remote.Access.PasswordSource?.Target as Passwords)?.FullName);
        Assert.Equal("CUSTODIANS/gold", (repository.GoldRemote.Access.PasswordSource?.Target as Passwords)?.FullName);
    }

    [Fact]
    public void Gold_beside_the_code_is_the_same_remote()
    {
        var repository = Of("https://github.com/IMS-MAXIMS/openMAXIMS.git", null);

        Assert.Equal(repository.Remote, repository.GoldRemote);
    }

    private static WatchedRepository Of(string url, string? credentials, string gold = "refs/heads/gold")
    {
        var entry = $"""
            url: {url}
                {(credentials is null ? "# nothing is named" : $"credentials: {credentials}")}
                source: [refs/heads/master, "refs/heads/hotfix/*"]
                gold: {gold}
            """;
        using var file = new SampleFile(Sample.Good.Replace("env:HUB_TOKEN", "file:token", StringComparison.Ordinal)
            .Replace("credentials:\n  hub:\n    username: gate\n    password: file:token\n    certificate-authority: ca.pem\n", "credentials:\n  trusting: { certificate-authority: ca.pem }\n  hub: { username: gate, password: file:token }\n", StringComparison.Ordinal)
            .Replace("url: https://git.example.nhs.uk/openmaxims.git\n    credentials: hub\n    source: [refs/heads/master, \"refs/heads/hotfix/*\"]\n    gold: refs/heads/gold", entry, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(file.Folder, "token"), "a token");
        var configuration = ConfigurationFile.Load(file.Path, CustodianSetup.CheckSchemas);
        return new Estate(configuration, new(new ProgramRunner("tests")), file.Folder, NullLogger<ObjectDigests>.Instance, name => new Passwords(name).GiveAsync).Find("openmaxims")!;
    }

    private sealed record Passwords(string FullName)
    {
        public Task<string?> GiveAsync(string? refused, CancellationToken stop) => Task.FromResult(refused).WaitAsync(stop);
    }
}
