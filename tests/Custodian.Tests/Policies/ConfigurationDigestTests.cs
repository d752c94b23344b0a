using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

public sealed class ConfigurationDigestTests
{
    private static string RulesOf(Configuration configuration, string repository = "openmaxims") =>
        configuration.PolicyFor(configuration.FindRepository(repository)!).Rules;

    [Fact]
    public void The_rules_digest_is_that_of_the_entry_its_gate_and_its_checks_with_defaults_filled_in()
    {
        const string document = """
            {"checks":{"tests":{"cpuTimeSeconds":1200,"environment":{},"fileSizeBytes":1073741824,"memoryBytes":4294967296,"network":"none","processes":256,"read":[],"reports":"**/TEST-*.xml","run":["ant","test"],"sandbox":"required","timeoutSeconds":1200,"type":"command"}},"gate":{"authorMaySign":false,"checks":["tests"],"signOffs":[{"each":"custodian","role":"director"}],"signOffsExpireSeconds":null,"soakSeconds":0},"repository":{"checks":["tests"],"gate":"quick","gold":{"ref":"refs/heads/gold","url":"git@git.example.nhs.uk:gold.git"},"name":"mirror","source":["refs/heads/main"],"url":"repositories/mirror.git"}}
            """;

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document))), RulesOf(Sample.Load(Sample.Good), "mirror"));
    }

    [Theory]
    [InlineData("name: Ann Example", "name: Ann Other")]
    [InlineData("until: 2031-12-31", "until: 2032-12-31")]
    [InlineData("poll: 30s", "poll: 31s")]
    [InlineData("password: env:HUB_TOKEN", "password: env:OTHER_TOKEN")]
    [InlineData("env:TAUNTON_HOOK_SECRET", "env:OTHER_SECRET")]
    public void People_secrets_and_the_service_are_not_part_of_the_rules(string good, string other) =>
        Assert.Equal(RulesOf(Sample.Load(Sample.Good)), RulesOf(Sample.Load(Sample.With(good, other))));

    [Theory]
    [InlineData("soak: 24h", "soak: 23h")]
    [InlineData("author-may-sign: false", "author-may-sign: true")]
    [InlineData("sign-offs-expire: 90d", "sign-offs-expire: 91d")]
    [InlineData("run: [ant, test]", "run: [ant, tests]")]
    [InlineData("timeout: 20m", "timeout: 21m")]
    [InlineData("refs/heads/master", "refs/heads/main2")]
    [InlineData("openmaxims.git", "openmaxims2.git")]
    public void A_change_of_gate_check_or_repository_changes_the_rules_and_the_policy(string good, string other)
    {
        var (before, after) = (Sample.Load(Sample.Good), Sample.Load(Sample.With(good, other)));

        Assert.NotEqual(RulesOf(before), RulesOf(after));
        Assert.NotEqual(before.PolicyDigest, after.PolicyDigest);
    }

    [Fact]
    public void The_gate_of_one_repository_does_not_touch_the_rules_of_another()
    {
        var (before, after) = (Sample.Load(Sample.Good), Sample.Load(Sample.With("soak: 24h", "soak: 23h")));

        Assert.Equal(RulesOf(before, "mirror"), RulesOf(after, "mirror"));
    }

    [Theory]
    [InlineData("# The shape of the design's example.", "# Another remark.")]
    [InlineData("type: command, run: [ant, test]", "run: [\"ant\", 'test'], type: \"command\"")]
    [InlineData("soak: 24h\n    sign-offs-expire: 90d", "sign-offs-expire: 90d\n    soak: 1d")]
    [InlineData("run: [\"./lint\"]", "run: [./lint], timeout: 30m, sandbox: required, file-size: 1024MiB, cpu-time: 1800s")]
    [InlineData("memory: 4GiB", "memory: 4294967296")]
    [InlineData("github: 1234567", "github: 7654321")]
    [InlineData(" ann@desk", " ann@laptop")]
    public void Order_remarks_quotes_units_and_written_out_defaults_change_nothing(string good, string other)
    {
        var (before, after) = (Sample.Load(Sample.Good), Sample.Load(Sample.With(good, other)));

        Assert.Equal(RulesOf(before), RulesOf(after));
        Assert.Equal(before.PolicyDigest, after.PolicyDigest);
    }

    [Theory]
    [InlineData("roles: [clinical-safety-officer]", "roles: [clinical-safety-officer, director]")]
    [InlineData("until: 2031-12-31", "until: 2032-12-31")]
    public void Who_may_sign_is_part_of_the_policy(string good, string other) =>
        Assert.NotEqual(Sample.Load(Sample.Good).PolicyDigest, Sample.Load(Sample.With(good, other)).PolicyDigest);

    [Fact]
    public void The_policy_names_people_by_id_alone_and_holds_no_secret()
    {
        var configuration = Sample.Load(Sample.Good);
        var document = Encoding.UTF8.GetString(configuration.PolicyDocument);

        foreach (var personal in new[] { "Ann", "Bob", "Eloper", "director@example.nhs.uk", "carol", "1234567", "a1b2", "ann@desk", "HOOK_SECRET", "sthk-old", "HUB_TOKEN", "hub", "5080" })
        {
            Assert.DoesNotContain(personal, document);
        }

        Assert.Contains("taunton-director", document);
        Assert.Contains(Sample.TauntonKey, document);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(configuration.PolicyDocument)), configuration.PolicyDigest);
        Assert.Equal(document, Encoding.UTF8.GetString(CanonicalJson.Write(JsonNode.Parse(document))));
        Assert.Equal(["checks", "custodians", "gates", "repositories"], JsonNode.Parse(document)!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public void The_policy_does_not_depend_on_the_folder_it_is_read_in() =>
        Assert.Equal(Sample.Load(Sample.Good).PolicyDigest, Sample.Load(Sample.Good).PolicyDigest);

    [Fact]
    public void The_contacts_hold_what_the_policy_leaves_out()
    {
        var contacts = JsonNode.Parse(Sample.Load(Sample.Good).ContactsDocument)!;

        Assert.Equal("""{"emails":["director@example.nhs.uk"],"github":"1234567","name":"Ann Example","subject":"a1b2"}""", contacts["taunton-director"]!.ToJsonString());
        Assert.Equal(5, contacts.AsObject().Count);
    }
}
