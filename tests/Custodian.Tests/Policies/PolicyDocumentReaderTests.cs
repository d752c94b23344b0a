using System.Text;
using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

/// <summary>What is proposed is a document, and every rule of the file holds for it.</summary>
public sealed class PolicyDocumentReaderTests
{
    private static readonly byte[] Rich = Sample.Load(RichSample.Good).PolicyDocument;

    public static TheoryData<string> Samples =>
    [
        Sample.Good, RichSample.Good,
        RichSample.With("environment: { ANT_OPTS: -Xmx1g }", "environment: { people: \"\", checks: \"a\\nb \\\"c\\\" é\" }"),
        RichSample.With("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director, deputies: false }]"),
        RichSample.With("custodians:\n", "custodians:\n  musgrove: { name: Musgrove Park, until: 2019-03-31 }\n"),
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_policys_document_is_read_back_as_the_policy(string text)
    {
        var policy = Sample.Load(text);

        var read = Read(policy.PolicyDocument);

        Assert.Equal(policy.PolicyDigest, read.PolicyDigest);
        Assert.Empty(PolicyComparison.Find(policy, read));
        Assert.All(policy.Repositories, repository => Assert.Equal(policy.PolicyFor(repository).Rules, read.PolicyFor(read.FindRepository(repository.Name)!).Rules));
    }

    [Fact]
    public void Which_custodians_have_a_hook_is_no_part_of_a_document_and_nobody_is_called_silent_for_it()
    {
        var old = Sample.Load(Sample.Good);
        var now = Sample.Load(Sample.With($", keys: [\"{Sample.TauntonKey} ann@desk\"]", ""));
        var asOf = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

        Assert.Null(Read(old.PolicyDocument).HookSecrets);
        Assert.Null(PolicyObstacles.Find(Read(old.PolicyDocument), now, asOf));
        Assert.Null(PolicyObstacles.Find(old, Read(now.PolicyDocument), asOf));
        var unhooked = old with { HookSecrets = old.HookSecrets!.Where(pair => pair.Key != "taunton").ToDictionary() };
        Assert.Contains("no director of taunton could vote", PolicyObstacles.Find(unhooked, Read(now.PolicyDocument), asOf), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"soakSeconds\":86400", "\"soakSeconds\":86400,\"soakHours\":24", "not known here")]
    [InlineData("\"soakSeconds\":86400", "\"soak\":\"24h\"", "one form")]
    [InlineData("\"soakSeconds\":86400", "\"soakSeconds\":86400 ", "one form")]
    [InlineData("\"soakSeconds\":86400", "\"soakSeconds\":86400.0", "no time")]
    [InlineData("\"soakSeconds\":86400", "\"soakSeconds\":86400,\"soakSeconds\":86400", "no JSON")]
    [InlineData("\"soakSeconds\":86400,", "", "one form")]
    [InlineData("\"authorMaySign\":false", "\"authorMaySign\":null", "one form")]
    [InlineData("\"authorMaySign\":false", "\"authorMaySign\":\"false\"", "one form")]
    [InlineData("{\"any\":1,\"deputies\":true,\"expireSeconds\":2592000", "{\"any\":1,\"deputies\":false,\"expireSeconds\":2592000", "one form")]
    [InlineData("\"role\":\"director\"}", "\"role\":\"directors\"}", "nobody of")]
    [InlineData("\"sthk-director\":{", "\"blackpool-lead\":{", "already a person")]
    [InlineData("\"policy\":{", "\"rule\":{},\"policy\":{", "not known here")]
    public void What_no_file_would_say_exactly_so_is_refused(string good, string bad, string why)
    {
        var text = Encoding.UTF8.GetString(Rich);
        Assert.Contains(good, text, StringComparison.Ordinal);

        var refused = Assert.Throws<ConfigurationException>(() => Read(Encoding.UTF8.GetBytes(text.Replace(good, bad, StringComparison.Ordinal))));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"custodians\":7}")]
    [InlineData("null")]
    [InlineData("{\"checks\":{\"a\":null},\"custodians\":{},\"gates\":{},\"repositories\":{}}")]
    public void What_is_no_policy_is_refused(string document) => Assert.Throws<ConfigurationException>(() => Read(Encoding.UTF8.GetBytes(document)));

    private static Configuration Read(byte[] document) => PolicyDocumentReader.Read(document, "/", Sample.Schemas);
}
