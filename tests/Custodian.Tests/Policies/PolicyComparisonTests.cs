using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

public sealed class PolicyComparisonTests
{
    private static readonly Configuration Rich = Sample.Load(RichSample.Good);

    [Fact]
    public void The_same_policy_has_no_change() =>
        Assert.Empty(PolicyComparison.Find(Rich, Sample.Load(RichSample.With("name: Pat Ient", "name: Pat Other"))));

    [Theory]
    // What is weaker one way is not weaker the other way.
    [InlineData("soak: 24h", "soak: 23h", "gate standard: the soak is 23h, and was 1d")]
    [InlineData("sign-offs-expire: 90d", "sign-offs-expire: 91d", "stay good 91d, and did 90d")]
    [InlineData("    sign-offs-expire: 90d\n", "", "stay good without end")]
    [InlineData("author-may-sign: false", "author-may-sign: true", "authors may sign")]
    [InlineData("advisory: [style]", "advisory: [style, licences]", "check licences is only advisory")]
    [InlineData("defer: { licences: 5d }", "defer: { licences: 6d }", "check licences may come 6d later, and could 5d")]
    [InlineData("defer: { licences: 5d }", "defer: { licences: 5d, tests: 1d }", "check tests may come 1d later")]
    [InlineData("veto: [director]", "veto: []", "as director is no veto any more")]
    [InlineData("days: [mon, tue, wed, thu]", "days: mon-fri", "gold moves Mon Tue Wed Thu Fri")]
    [InlineData("until: \"16:00\"", "until: \"16:01\"", "gold moves")]
    [InlineData("closed: [2026-12-25, 2026-12-28]", "closed: [2026-12-25]", "gold moves")]
    [InlineData("count: 1\n        of: [taunton, sthk]", "count: 1\n        of: [taunton]", "is about taunton, and was about taunton, sthk")]
    [InlineData("{ any: 1, role: clinical-lead, of: [blackpool] }", "{ any: 1, role: clinical-lead, of: [blackpool, sthk] }", "is about blackpool, sthk")]
    [InlineData("of: [taunton, sthk]\n        min-assurance: signed", "of: [taunton, sthk]\n        min-assurance: hook", "takes hook, and took signed at least")]
    [InlineData("not-by: [author, committer, another-seat]", "not-by: [author, another-seat]", "no longer excludes committer")]
    [InlineData("expire: 30d\n        deputies: true", "expire: 31d\n        deputies: true", "stay good 31d, and did 30d")]
    [InlineData("        role: director\n", "        role: director\n        deputies: true\n", "deputies may sit")]
    [InlineData("until: 2036-12-31\n        when: { paths", "until: 2036-12-30\n        when: { paths", "is asked on other days")]
    [InlineData("retries: 1", "retries: 2", "tried again 2 times, and was 1")]
    [InlineData("good-for: 30d", "good-for: 31d", "check tests's good-for is now 31d")]
    [InlineData("sthk-lead: { roles: [clinical-lead]", "sthk-lead: { roles: [clinical-lead, director]", "sthk: sthk-lead gains the role director")]
    [InlineData("sthk-lead: { roles: [clinical-lead]", "sthk-lead: { roles: [clinical-lead], deputises: [director]", "sthk-lead gains deputising as director")]
    [InlineData("sthk-lead: { roles", "sthk-next: { roles: [director] }\n      sthk-lead: { roles", "sthk: sthk-next gains the role director")]
    [InlineData("until: 2037-01-01", "until: 2038-01-01", "taunton-director's term of office is now")]
    [InlineData("    until: 2039-12-31\n    hook", "    until: 2038-12-31\n    hook", "custodian taunton's membership is now")]
    [InlineData("checks: [build, tests, licences]", "checks: [build, licences]", "openmaxims (urgent) no longer requires check tests")]
    [InlineData("    urgent: { source", "    # urgent: { source", null)]
    [InlineData("[\"refs/heads/hotfix/*\"]", "[\"refs/heads/hotfix/*\", \"refs/heads/now/*\"]", "openmaxims may pass the urgent gate from refs/heads/now/* too")]
    public void A_weaker_policy_is_told_so_and_a_stronger_one_is_not(string good, string other, string? word)
    {
        var changed = Sample.Load(RichSample.With(good, other));

        var there = PolicyComparison.Find(Rich, changed);
        var back = PolicyComparison.Find(changed, Rich);

        if (word is null) (there, back) = (back, there);
        Assert.StartsWith("policy change: weaker: ", Assert.Single(there).ToString(), StringComparison.Ordinal);
        Assert.Contains(word ?? "openmaxims may pass the urgent gate urgent from refs/heads/hotfix/*", there[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("policy change: other: ", Assert.Single(back).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    // What cannot be told counts as weaker.
    [InlineData("run: [make]", "run: [make, -k]", "check build is defined otherwise")]
    [InlineData("gold.git\", ref: refs/heads/gold,", "gold.git\", ref: refs/heads/golden,", "openmaxims has another gold: nothing guards the one that it had")]
    [InlineData("git@git.example.nhs.uk:gold.git", "git@git.example.nhs.uk:other.git", "openmaxims has another gold")]
    [InlineData("min-assurance: signed, good-for: 90d", "min-assurance: hook, good-for: 90d", "min-assurance lowered to hook")]
    [InlineData("\"STHK/**\"", "\"STHK/*\"", "is asked of other candidates than before")]
    [InlineData("zone: Europe/London", "zone: Europe/Paris", "(Europe/Paris)")]
    [InlineData("generated: [\"**/gen/**\"]", "generated: [\"**/*.java\"]", "other code counts as generated")]
    [InlineData("    veto: [director]\n", "    veto: []\n", "as director is no veto")]
    [InlineData("      - each: custodian\n        role: clinical-lead", "      - any: 1\n        role: clinical-lead", "the rule 'each: custodian' as clinical-lead is removed")]
    public void A_change_that_may_be_weaker_is_told_so(string good, string other, string word)
    {
        var text = RichSample.With(good, other);
        if (other.Contains("any: 1\n", StringComparison.Ordinal)) text = text.Replace("        count: 1\n", "", StringComparison.Ordinal);

        Assert.Contains(PolicyComparison.Find(Rich, Sample.Load(text)), change => change.Weaker && change.Text.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("after: 3d", "after: 4d", "gate standard tells others")]
    [InlineData("kind: patient", "kind: academic", "associate patients-voice")]
    [InlineData("ods: [RBA, RH5]", "ods: [RBA]", "names or ODS codes")]
    [InlineData("source: [refs/heads/master]", "source: [refs/heads/master, refs/heads/next]", "promoted from refs/heads/next too")]
    [InlineData("url: https://git.example.nhs.uk/openmaxims.git", "url: https://git.example.nhs.uk/other.git", "openmaxims lies elsewhere")]
    [InlineData(", from: 2026-01-01, until: 2036-12-31 }", ", from: 2026-01-01 }", "taunton-director's keys")]
    [InlineData("after: [build]", "after: []", "run after others")]
    [InlineData("github: IMS-MAXIMS/openMAXIMS", "github: IMS-MAXIMS/other", "openmaxims is shown at IMS-MAXIMS/other on GitHub")]
    [InlineData("    github: IMS-MAXIMS/openMAXIMS\n", "", "nowhere on GitHub any more")]
    public void Any_other_change_has_a_line_too(string good, string other, string word)
    {
        var change = Assert.Single(PolicyComparison.Find(Rich, Sample.Load(RichSample.With(good, other))));

        Assert.False(change.Weaker);
        Assert.Contains(word, change.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gate_that_nobody_passes_is_compared_too()
    {
        const string unused = "  unused:\n    checks: [tests]\n    sign-offs: [{ each: custodian, role: director }]\n";
        var old = Sample.Good.Replace("  quick:\n", unused + "  quick:\n", StringComparison.Ordinal);

        var change = Assert.Single(PolicyComparison.Find(Sample.Load(old), Sample.Load(old.Replace("unused:\n    checks: [tests]", "unused:\n    checks: [lint]", StringComparison.Ordinal))));

        Assert.Equal("policy change: other: gate unused, which no repository passes, requires other checks", change.ToString());
    }

    [Fact]
    public void Another_order_alone_is_told_as_such()
    {
        var changes = PolicyComparison.Find(Sample.Load(Sample.Good), Sample.Load(Sample.With("checks: [tests, lint]", "checks: [lint, tests]")));

        Assert.Equal("policy change: other: the order in which things are listed", Assert.Single(changes).ToString());
    }

    [Fact]
    public void Whatever_changes_the_policy_has_a_line()
    {
        var order = RichSample.Good.Replace("  standard:\n", "  first:\n    checks: all\n    sign-offs: [{ each: custodian, role: director }]\n  standard:\n", StringComparison.Ordinal);

        Assert.Equal("gate first is added", Assert.Single(PolicyComparison.Find(Rich, Sample.Load(order))).Text);
    }

    [Fact]
    public void A_custodian_a_rule_and_a_repository_that_go_are_told()
    {
        var old = Sample.Load(Sample.Good);
        var text = Sample.With("      - any: 1\n        role: clinical-safety-officer\n", "");
        text = text.Remove(text.IndexOf("  blackpool:\n", StringComparison.Ordinal), text.IndexOf("credentials:\n", StringComparison.Ordinal) - text.IndexOf("  blackpool:\n", StringComparison.Ordinal));
        text = text.Remove(text.IndexOf("  mirror:\n", StringComparison.Ordinal), text.IndexOf("checks:\n  tests", StringComparison.Ordinal) - text.IndexOf("  mirror:\n", StringComparison.Ordinal));

        Assert.Equal(
            ["custodian blackpool is removed: nobody asks it any more", "repository mirror is removed: nothing guards its gold", "gate standard: the rule 'any' as clinical-safety-officer is removed"],
            PolicyComparison.Find(old, Sample.Load(text)).Select(change => change.Text));
    }

    [Fact]
    public void A_choice_more_is_weaker_and_a_choice_less_is_not()
    {
        var more = Sample.Load(RichSample.With("          - and:\n", "          - { any: 1, role: director, of: [sthk] }\n          - and:\n"));

        Assert.Contains("is added as a choice", Assert.Single(PolicyComparison.Find(Rich, more), change => change.Weaker).Text);
        Assert.DoesNotContain(PolicyComparison.Find(more, Rich), change => change.Weaker);
    }

    [Fact]
    public void Another_gate_for_a_repository_is_compared_with_the_one_before()
    {
        var changes = PolicyComparison.Find(Sample.Load(Sample.Good), Sample.Load(Sample.With("    gate: standard\n", "    gate: quick\n")));

        Assert.Contains(changes, change => change.Weaker && change.Text == "openmaxims no longer requires check lint");
        Assert.Contains(changes, change => change.Weaker && change.Text == "gate quick (was standard): the soak is 0s, and was 1d");
        Assert.Contains(changes, change => !change.Weaker && change.Text == "openmaxims passes gate quick, and passed standard");
    }
}
