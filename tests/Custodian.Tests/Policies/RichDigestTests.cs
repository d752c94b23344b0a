using System.Text;
using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

/// <summary>What is voted on covers every word of the language.</summary>
public sealed class RichDigestTests
{
    private static readonly Configuration Rich = Sample.Load(RichSample.Good);

    private static string RulesOf(Configuration configuration, bool urgent = false) => configuration.PolicyFor(configuration.Repositories[0], urgent).Rules;

    [Theory]
    [InlineData("after: [build]", "after: []")]
    [InlineData("retries: 1", "retries: 2")]
    [InlineData("good-for: 30d", "good-for: 31d")]
    [InlineData("role: tester", "role: clinical-safety-officer")]
    [InlineData("of: [taunton], min-assurance: signed, good-for: 90d", "min-assurance: signed, good-for: 90d")]
    [InlineData("min-assurance: signed, good-for: 90d", "min-assurance: hook, good-for: 90d")]
    [InlineData("advisory: [style]", "advisory: [style, licences]")]
    [InlineData("generated: [\"**/gen/**\"]", "generated: [\"**/other/**\"]")]
    [InlineData("count: 1\n        of: [taunton, sthk]", "count: 1\n        of: [taunton]")]
    [InlineData("of: [taunton, sthk]\n        min-assurance: signed", "of: [taunton, sthk]\n        min-assurance: hook")]
    [InlineData("not-by: [author, committer, another-seat]", "not-by: [author, another-seat]")]
    [InlineData("not-by: []", "not-by: [another-seat]")]
    [InlineData("expire: 30d\n        deputies: true\n        from", "expire: 31d\n        deputies: true\n        from")]
    [InlineData("expire: 30d\n        deputies: true\n        from", "expire: 30d\n        from")]
    [InlineData("from: 2016-01-01\n        until: 2036-12-31\n        when: { paths", "from: 2016-01-02\n        until: 2036-12-31\n        when: { paths")]
    [InlineData("from: 2016-01-01\n        until: 2036-12-31\n        when: { paths", "from: 2016-01-01\n        until: 2036-12-30\n        when: { paths")]
    [InlineData("\"STHK/**\"", "\"STHK/*\"")]
    [InlineData(", ignore-generated: true", "")]
    [InlineData("files-over: 100", "files-over: 101")]
    [InlineData("lines-over: 5000", "lines-over: 5001")]
    [InlineData("gates: [standard]", "gates: [urgent]")]
    [InlineData("gates: [standard], labels: [clinical]", "gates: [standard], labels: [other]")]
    [InlineData("      - or:", "      - and:")]
    [InlineData("when: { files-over: 10 }", "when: { files-over: 11 }")]
    [InlineData("veto: [director]", "veto: []")]
    [InlineData("    veto: [director]\n", "")]
    [InlineData("zone: Europe/London", "zone: Europe/Paris")]
    [InlineData("days: [mon, tue, wed, thu]", "days: [mon, tue, wed]")]
    [InlineData("from: \"09:00\"", "from: \"09:01\"")]
    [InlineData("until: \"16:00\"", "until: \"16:01\"")]
    [InlineData("closed: [2026-12-25, 2026-12-28]", "closed: [2026-12-25]")]
    [InlineData("\"refs/heads/hotfix/*\"", "\"refs/heads/urgent/*\"")]
    [InlineData("github: IMS-MAXIMS/openMAXIMS", "github: IMS-MAXIMS/openMAXIMS-10.5")]
    [InlineData("    github: IMS-MAXIMS/openMAXIMS\n", "")]
    public void A_change_of_a_rule_changes_the_rules_and_the_policy(string good, string other)
    {
        var changed = Sample.Load(RichSample.With(good, other));

        Assert.NotEqual(RulesOf(Rich), RulesOf(changed));
        Assert.NotEqual(Rich.PolicyDigest, changed.PolicyDigest);
    }

    [Theory]
    [InlineData("defer: { licences: 5d }", "defer: { licences: 6d }")]
    [InlineData("    defer: { licences: 5d }\n", "")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director, deputies: false }]")]
    public void A_change_of_the_urgent_gate_changes_its_rules_alone(string good, string other)
    {
        var changed = Sample.Load(RichSample.With(good, other));

        Assert.Equal(RulesOf(Rich), RulesOf(changed));
        Assert.NotEqual(RulesOf(Rich, urgent: true), RulesOf(changed, urgent: true));
        Assert.NotEqual(Rich.PolicyDigest, changed.PolicyDigest);
    }

    [Theory]
    [InlineData("name: Musgrove Park", "name: Musgrove")]
    [InlineData("until: 2019-03-31", "until: 2019-03-30")]
    [InlineData("ods: [RBA, RH5]", "ods: [RBA]")]
    [InlineData("    from: 2015-01-01\n    until: 2039-12-31\n", "    from: 2015-01-01\n")]
    [InlineData("    from: 2015-01-01\n    until: 2039-12-31\n", "    until: 2039-12-31\n")]
    [InlineData("        deputises: [clinical-safety-officer]\n", "")]
    [InlineData("from: 2026-01-01, until: 2036-12-31 }", "until: 2036-12-31 }")]
    [InlineData("from: 2026-01-01, until: 2036-12-31 }", "from: 2026-01-01 }")]
    [InlineData("kind: patient", "kind: clinician")]
    [InlineData("roles: [patient, director]", "roles: [patient]")]
    [InlineData("after: 3d", "after: 4d")]
    [InlineData("id: cic-chair", "id: other-chair")]
    [InlineData("path: policy/custodian.yaml", "path: custodian.yaml")]
    [InlineData("lost-key-delay: 14d", "lost-key-delay: 15d")]
    [InlineData("  lost-key-delay: 14d\n", "")]
    [InlineData("succeeds: [musgrove]", "succeeds: [other]")]
    [InlineData("to: [taunton-director, sthk-director]", "to: [taunton-director]")]
    public void A_change_of_people_or_of_whom_to_tell_changes_the_policy_and_no_rules(string good, string other)
    {
        var changed = Sample.Load(RichSample.With(good, other));

        Assert.Equal(RulesOf(Rich), RulesOf(changed));
        Assert.NotEqual(Rich.PolicyDigest, changed.PolicyDigest);
    }

    [Theory]
    [InlineData("app: 123456", "app: 123457")]
    [InlineData("api: https://github.example", "api: https://other.example")]
    [InlineData("private-key: file:/etc/custodian/app.pem", "private-key: env:APP_KEY")]
    [InlineData("env:GITHUB_HOOK_SECRET,", "env:GITHUB_HOOK_SECRET_NEW,")]
    public void How_the_service_is_known_to_GitHub_is_nobodys_vote(string good, string other)
    {
        var changed = Sample.Load(RichSample.With(good, other));

        Assert.Equal((RulesOf(Rich), Rich.PolicyDigest), (RulesOf(changed), changed.PolicyDigest));
        Assert.NotEqual(Shown(Rich.Service.GitHub), Shown(changed.Service.GitHub));
        static string Shown(GitHubSettings settings) => $"{settings.Api} {settings.App} {string.Join(' ', settings.Secrets)}";
    }

    [Theory]
    [InlineData("genesis: 01", "genesis: 02")]
    [InlineData("name: Pat Ient", "name: Pat Other")]
    [InlineData("name: Chris Chair", "name: Chris Other")]
    [InlineData("github: [1234567, 7654321]", "github: [1234567]")]
    [InlineData("subject: [a, b]", "subject: [a]")]
    public void What_is_this_services_or_personal_changes_neither(string good, string other)
    {
        var changed = Sample.Load(RichSample.With(good, other));

        Assert.Equal(Rich.PolicyDigest, changed.PolicyDigest);
        Assert.NotEqual((Rich.Genesis, Encoding.UTF8.GetString(Rich.ContactsDocument)), (changed.Genesis, Encoding.UTF8.GetString(changed.ContactsDocument)));
    }
}
