using Custodian.Checks;
using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

public sealed class SecretReferenceTests
{
    [Fact]
    public void A_secret_is_read_from_a_file_beside_the_configuration_without_its_line_break()
    {
        using var file = new SampleFile(Sample.Good);
        Directory.CreateDirectory(Path.Combine(file.Folder, "secrets"));
        File.WriteAllText(Path.Combine(file.Folder, "secrets", "sthk-old"), "whsec_abc\n");

        var configuration = ConfigurationFile.Load(file.Path, [new CommandSchema()]);

        Assert.Equal("whsec_abc", configuration.HookSecrets!["sthk"][1].Read());
    }

    [Fact]
    public void A_secret_is_read_from_the_environment()
    {
        var configuration = Sample.Load(Sample.With("env:TAUNTON_HOOK_SECRET", "env:PATH"));

        Assert.Equal(Environment.GetEnvironmentVariable("PATH")!.Trim(), configuration.HookSecrets!["taunton"][0].Read());
    }

    [Fact]
    public void A_secret_that_is_not_there_is_named_with_its_place()
    {
        var configuration = Sample.Load(Sample.Good);

        var missing = Assert.Throws<ConfigurationException>(() => configuration.HookSecrets!["sthk"][1].Read());
        var unset = Assert.Throws<ConfigurationException>(() => configuration.HookSecrets!["sthk"][0].Read());

        Assert.Contains("file:secrets/sthk-old", Assert.Single(missing.Problems).Text);
        Assert.Contains("env:STHK_NEW", unset.Message);
        Assert.Equal(26, Assert.Single(unset.Problems).Line);
    }
}
