using Custodian.Policies;
using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Policies;

/// <summary>A custodian is passed over only where the change is confined to it: one difference more, and everybody is asked.</summary>
public sealed class PolicyRoutesTests
{
    private const string Blackpool = "  blackpool: { name: Blackpool, people: { blackpool-director: { roles: [director], keys: [\"" + Sample.BlackpoolKey + "\"] }, blackpool-lead: { roles: [lead] } } }\n";
    private const string Alone = "      - { any: 1, role: lead, of: [blackpool], when: { paths: [\"BLACKPOOL/**\"] } }\n";

    private const string Old = $$"""
        policy: { lost-key-delay: 14d }
        custodians:
          taunton: { name: Taunton, until: 2039-12-31, people: { taunton-director: { roles: [director], keys: ["{{Sample.TauntonKey}}"] }, taunton-lead: { roles: [lead] } } }
          sthk: { name: St Helens, people: { sthk-director: { roles: [director], keys: [{ key: "{{Sample.SthkKey}}", until: 2036-12-31 }] } } }
        {{Blackpool}}repositories:
          openmaxims: { url: openmaxims.git, source: refs/heads/main, gold: refs/heads/gold, checks: [tests], gate: standard }
        checks:
          tests: { type: command, run: [make] }
        gates:
          standard:
            checks: all
            soak: 24h
            sign-offs:
              - { each: custodian, role: director }
              - { any: 1, role: lead, of: [taunton, blackpool] }
        {{Alone}}    escalate: [{ after: 3d, to: [sthk-director, blackpool-lead] }, { after: 4d, to: [blackpool-director] }]
        """;

    [Theory]
    [InlineData(Sample.BlackpoolKey, RichSample.ChairKey, "blackpool")]
    [InlineData("\"" + Sample.BlackpoolKey + "\"", "\"" + Sample.BlackpoolKey + "\", \"" + RichSample.ChairKey + "\"", "blackpool")]
    [InlineData("blackpool-lead: { roles: [lead] }", "blackpool-lead: { roles: [lead], keys: [\"" + RichSample.ChairKey + "\"] }", "blackpool")]
    [InlineData("until: 2036-12-31", "until: 2036-12-30", "sthk")]
    public void Where_only_keys_of_one_custodian_differ_they_are_lost_keys(string old, string now, string custodian) =>
        Assert.Equal(new PolicyRoute(PolicyRouteKind.LostKey, custodian), Between(Sample.Change(Old, old, now)));

    [Theory]
    [InlineData("name: Blackpool,", "name: Blackpool, until: 2026-12-31,", "blackpool")]
    [InlineData("until: 2039-12-31", "until: 2038-12-31", "taunton")]
    public void Where_only_one_membership_ends_it_vanished(string old, string now, string custodian) =>
        Assert.Equal(new PolicyRoute(PolicyRouteKind.Vanished, custodian), Between(Sample.Change(Old, old, now)));

    [Fact]
    public void Its_mention_in_rules_goes_with_a_membership()
    {
        Assert.Equal(new PolicyRoute(PolicyRouteKind.Vanished, "blackpool"), Between(Forgotten(Sample.Change(Old, "name: Blackpool,", "name: Blackpool, until: 2026-12-31,"))));
        Assert.Equal(new PolicyRoute(PolicyRouteKind.Vanished, "blackpool"), Between(Removed));
    }

    [Theory]
    [InlineData("soak: 24h", "soak: 23h")]
    [InlineData("lost-key-delay: 14d", "lost-key-delay: 13d")]
    [InlineData(Sample.SthkKey, RichSample.PatientKey)]
    [InlineData("taunton-lead: { roles: [lead] }", "taunton-lead: { roles: [lead], until: 2036-01-01 }")]
    [InlineData("name: St Helens,", "name: St Helens and Knowsley,")]
    [InlineData("name: St Helens,", "name: St Helens, until: 2040-01-01,")]
    [InlineData("custodians:\n", "custodians:\n  wirral: { name: Wirral, people: { wirral-director: { roles: [director] } } }\n")]
    public void One_difference_more_and_everybody_is_asked(string old, string now)
    {
        Assert.Null(Between(Sample.Change(Sample.Change(Old, Sample.BlackpoolKey, RichSample.ChairKey), old, now)));
        Assert.Null(Between(Sample.Change(Removed, old, now)));
    }

    [Theory]
    [InlineData("      - { any: 1, role: lead, of: [taunton] }\n", "")]
    [InlineData("of: [taunton] }", "of: [taunton], min-assurance: hook }")]
    [InlineData("to: [sthk-director] }", "to: [taunton-director] }")]
    public void Rules_that_ask_others_do_not_go_with_a_membership(string old, string now) =>
        Assert.Null(Between(Sample.Change(Removed, old, now)));

    [Fact]
    public void A_longer_membership_and_the_same_policy_are_no_such_thing()
    {
        Assert.Null(Between(Sample.Change(Old, "until: 2039-12-31", "until: 2040-12-31")));
        Assert.Null(Between(Old));
    }

    private static string Removed => Sample.Change(Forgotten(Old), Blackpool, "");

    private static string Forgotten(string text) => Sample.Change(Sample.Change(Sample.Change(Sample.Change(
        text, Alone, ""), "of: [taunton, blackpool]", "of: [taunton]"), "[sthk-director, blackpool-lead]", "[sthk-director]"), ", { after: 4d, to: [blackpool-director] }", "");

    private static PolicyRoute? Between(string now) => PolicyRoutes.Between(Sample.Load(Old).PolicyDocument, Sample.Load(now).PolicyDocument);
}
