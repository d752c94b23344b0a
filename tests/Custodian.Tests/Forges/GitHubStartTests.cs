using System.Security.Cryptography;
using Custodian.Forges;
using Custodian.Policies;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Forges;

/// <summary>A key that cannot be used is found when the service starts, and not when the first commit waits for it.</summary>
[Collection(nameof(Alone))]
public sealed class GitHubStartTests
{
    [Fact]
    public async Task A_key_that_is_not_there_is_told_at_the_start_with_its_place()
    {
        await using var bench = await PageBench.StartAsync();

        var told = Assert.Throws<ConfigurationException>(() => Build(bench, "no-such.pem"));

        Assert.Contains("no-such.pem' cannot be used: the file cannot be read", told.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{bench.File}:12:5:", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_whose_key_is_good_has_a_forge()
    {
        await using var bench = await PageBench.StartAsync();
        using var key = RSA.Create(2048);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(bench.File)!, "app.pem"), key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);

        await using var app = Build(bench, "app.pem");

        // It says what it was given, without asking GitHub.
        await Assert.ThrowsAsync<ArgumentException>(() => app.Services.GetRequiredService<IForge>().FindAsync("openMAXIMS", TestContext.Current.CancellationToken));
    }

    private static Microsoft.AspNetCore.Builder.WebApplication Build(PageBench bench, string key)
    {
        var configuration = ConfigurationFile.Load(bench.File, CustodianSetup.CheckSchemas);
        var secret = SecretReference.TryParse(new($"file:{key}", new(12, 5)), new(bench.File));
        configuration = configuration with { Service = configuration.Service with { GitHub = new() { Api = new("http://127.0.0.1:1/"), App = 5, PrivateKey = secret } } };
        return CustodianSetup.Build(configuration, Path.Combine(Path.GetDirectoryName(bench.File)!, "other"), "http://127.0.0.1:0", bench.Clock);
    }
}
