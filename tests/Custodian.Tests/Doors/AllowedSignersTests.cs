using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Tests.Policies;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>The published keys, with ssh-keygen as their judge.</summary>
public sealed class AllowedSignersTests : IDisposable
{
    private static readonly byte[] Message = "a message"u8.ToArray();

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian-signers-");
    private readonly ProgramRunner programs = new("custodian-tests");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("director", "git", true)]
    [InlineData("director", "custodian-sign-off", true)]
    [InlineData("clinical-safety-officer", "git", false)]
    [InlineData("clinical-safety-officer", "custodian-sign-off", true)]
    [InlineData("", "git", false)]
    public async Task Only_who_votes_on_releases_can_sign_a_tag(string role, string purpose, bool good)
    {
        var person = await PersonAsync();

        Assert.Equal(good, await VerifiesAsync(person with { Roles = role.Length > 0 ? [role] : [] }, purpose, "20200101120000Z"));
    }

    [Theory]
    [InlineData("2015-06-01", "2020-06-30", "20150531235958Z", false)]
    [InlineData("2015-06-01", "2020-06-30", "20150601000001Z", true)]
    [InlineData("2015-06-01", "2020-06-30", "20200630235959Z", true)]
    [InlineData("2015-06-01", "2020-06-30", "20200701000001Z", false)]
    [InlineData("0001-01-01", "9999-12-31", "20200701000001Z", true)]
    [InlineData("1950-01-01", "1969-12-31", "20200701000001Z", false)]
    public async Task A_key_is_good_from_the_first_to_the_last_day_of_office(string from, string until, string at, bool good)
    {
        var person = await PersonAsync() with { From = Day(from), Until = Day(until) };

        Assert.Equal(good, await VerifiesAsync(person, "git", at));
    }

    [Theory]
    [InlineData("2015-05-31", true)]
    [InlineData("2015-06-01", false)]
    public async Task A_key_with_a_term_is_good_only_within_it(string last, bool good)
    {
        var person = await PersonAsync();

        Assert.Equal(good, !await VerifiesAsync(person with { KeyTerms = [new(person.Keys[0], null, Day(last))] }, "git", "20150601000001Z"));
    }

    [Fact]
    public void A_key_is_good_while_its_person_is_in_office_its_custodian_a_member_and_its_own_term_lasts()
    {
        using var file = new SampleFile(RichSample.Good);

        var lines = AllowedSigners.Text(ConfigurationFile.Load(file.Path, CustodianSetup.CheckSchemas)).Split('\n');

        Assert.Equal($"taunton-director namespaces=\"git,custodian-sign-off\",valid-after=\"20150101Z\",valid-before=\"20370102Z\" {Sample.TauntonKey}", lines[0]);
        Assert.Equal($"taunton-director namespaces=\"git,custodian-sign-off\",valid-after=\"20260101Z\",valid-before=\"20370101Z\" {RichSample.SecondTauntonKey}", lines[1]);
        // Whatever an associate calls their role, they sign no tag.
        Assert.Equal($"patients-voice namespaces=\"custodian-sign-off\",valid-after=\"20260101Z\",valid-before=\"20360102Z\" {RichSample.PatientKey}", lines[^2]);
    }

    [Fact]
    public async Task Nobody_of_a_custodian_that_has_left_signs_a_tag()
    {
        var person = await PersonAsync();

        Assert.False(await VerifiesAsync(person, "git", "20200101120000Z", left: "2019-12-31"));
        Assert.True(await VerifiesAsync(person, "git", "20191231120000Z", left: "2019-12-31"));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<Person> PersonAsync()
    {
        var key = Path.Combine(folder.FullName, "key");
        await RunAsync("-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key);
        return new() { Id = "ann", Roles = ["director"], Keys = [(await File.ReadAllTextAsync(key + ".pub", Stop)).Trim()] };
    }

    private async Task<bool> VerifiesAsync(Person person, string purpose, string at, string? left = null)
    {
        using var file = new SampleFile(Sample.Good);
        // Another's line before it: one that ssh-keygen cannot read would spoil the whole file.
        var configuration = ConfigurationFile.Load(file.Path, CustodianSetup.CheckSchemas) with
        {
            Custodians = [new() { Id = "taunton", Name = "Taunton", Until = left is null ? null : Day(left), People = [new() { Id = "bob", Roles = ["director"], Keys = [Sample.TauntonKey], Until = DateOnly.MaxValue }, person] }],
        };
        var signers = Path.Combine(folder.FullName, "allowed_signers");
        await File.WriteAllTextAsync(signers, AllowedSigners.Text(configuration), Stop);
        var signature = Path.Combine(folder.FullName, "signature");
        await File.WriteAllTextAsync(signature, await new SshKeygen(programs).SignAsync(Path.Combine(folder.FullName, "key"), purpose, Message, Stop), Stop);
        var verified = await programs.RunAsync(Keygen("-Y", "verify", "-f", signers, "-I", person.Id, "-n", purpose, "-s", signature, "-O", $"verify-time={at}"), Stop);
        return verified.Succeeded;
    }

    private async Task RunAsync(params string[] arguments)
    {
        var result = await programs.RunAsync(Keygen(arguments), Stop);
        Assert.True(result.Succeeded, result.Error);
    }

    private static ProgramRun Keygen(params string[] arguments) => new() { Program = "ssh-keygen", Arguments = arguments, Input = Message, Timeout = TimeSpan.FromSeconds(30) };
}
