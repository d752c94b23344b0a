using Custodian.Policies;
using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Policies;

public sealed class RichSampleTests
{
    private static readonly Configuration Rich = Sample.Load(RichSample.Good);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");

    [Fact]
    public void Terms_deputies_and_several_accounts_and_keys_are_read()
    {
        var taunton = Rich.Custodians[0];
        Assert.Equal((Day("2015-01-01"), Day("2039-12-31")), (taunton.From, taunton.Until));
        Assert.Equal([new EarlierName("Musgrove Park", Day("2019-03-31"))], Rich.Details["taunton"].Names);
        Assert.Equal(["RBA", "RH5"], Rich.Details["taunton"].Ods);

        var director = taunton.People[0];
        Assert.Equal(["clinical-safety-officer"], director.Deputises);
        Assert.Equal([Sample.TauntonKey, RichSample.SecondTauntonKey], director.Keys);
        Assert.Equal([new KeyTerm(RichSample.SecondTauntonKey, Day("2026-01-01"), Day("2036-12-31"))], director.KeyTerms);
        Assert.Equal(["1234567", "7654321"], Rich.Contacts["taunton-director"].GitHubAccounts);
        Assert.Equal(["a", "b"], Rich.Contacts["taunton-director"].Subjects);
    }

    [Fact]
    public void GitHub_is_reached_as_an_App_or_by_a_token_or_for_what_is_public_alone()
    {
        var (github, secrets) = (Rich.Service.GitHub, Rich.SecretFiles);
        Assert.Equal((new Uri("https://github.example.nhs.uk/api/v3/"), 123456, "file:/etc/custodian/app.pem", null), (github.Api, github.App, $"{github.PrivateKey}", github.Token));
        Assert.Equal(["env:GITHUB_HOOK_SECRET", "env:GITHUB_HOOK_SECRET_OLD"], github.HookSecrets.Select(secret => $"{secret}"));
        Assert.Contains("/etc/custodian/app.pem", secrets);
        Assert.Equal("IMS-MAXIMS/openMAXIMS", Rich.Repositories[0].GitHub);

        var token = Sample.Load(RichSample.WithToken).Service.GitHub;
        Assert.Equal((null, null, "env:GITHUB_TOKEN"), (token.App, token.PrivateKey, $"{token.Token}"));

        var none = Sample.Load(Sample.Good);
        Assert.Equal(("https://api.github.com/", null, null, null), ($"{none.Service.GitHub.Api}", none.Service.GitHub.App, none.Service.GitHub.Token, none.Repositories[0].GitHub));
        var local = Sample.Load(RichSample.With("api: https://github.example.nhs.uk/api/v3", "api: http://127.0.0.1:4001"));
        Assert.Equal("http://127.0.0.1:4001/", $"{local.Service.GitHub.Api}");
    }

    [Fact]
    public void Associates_advise_and_belong_to_nobody()
    {
        var associate = Rich.FindAssociate("patients-voice");

        Assert.Equal("patient", associate?.Kind);
        Assert.Equal([RichSample.PatientKey], associate?.Person.Keys);
        Assert.Null(Rich.FindPerson("patients-voice"));
        Assert.Equal(["patients-voice"], Rich.PolicyFor(Rich.Repositories[0]).Associates.Select(person => person.Id));
        Assert.Equal("Pat Ient", Rich.Contacts["patients-voice"].Name);
    }

    [Fact]
    public void Checks_have_an_order_retries_an_age_and_people_who_attest()
    {
        var checks = Rich.PolicyFor(Rich.Repositories[0]).Checks.ToDictionary(check => check.Name);

        Assert.Equal(["build"], checks["tests"].After);
        Assert.Equal((1, TimeSpan.FromDays(30)), (checks["tests"].Retries, checks["tests"].GoodFor));
        Assert.Equal([("build", false), ("tests", false), ("style", true), ("licences", false), ("usability", false)], checks.Values.Select(check => (check.Name, check.Advisory)));
        var attested = checks["usability"].Attested!;
        Assert.Equal(("tester", Assurance.Signed, TimeSpan.FromDays(90)), (attested.Role, attested.MinAssurance, checks["usability"].GoodFor));
        Assert.Equal(["taunton"], attested.Of);
        Assert.Null(checks["tests"].Attested);
        // A result stands for what was run, whatever is asked of it later.
        Assert.Equal(checks["tests"].Definition, Sample.Load(RichSample.With("retries: 1", "retries: 2")).Checks["tests"].Digest);
    }

    [Fact]
    public void Rules_have_seats_conditions_and_choices()
    {
        var rules = Rich.PolicyFor(Rich.Repositories[0]).SignOffs;

        var each = Assert.IsType<SignOffRule.EachCustodian>(rules[1]);
        Assert.Equal(("clinical-lead", 1, Assurance.Signed, TimeSpan.FromDays(30), true), (each.Role, each.Count, each.MinAssurance, each.Expire, each.Deputies));
        Assert.Equal(["taunton", "sthk"], each.Of);
        Assert.Equal([NotBy.Author, NotBy.Committer, NotBy.AnotherSeat], each.NotBy);
        Assert.Equal((Day("2016-01-01"), Day("2036-12-31")), (each.From, each.Until));
        var when = each.When!;
        Assert.Equal((true, 100, 5000), (when.IgnoreGenerated, when.FilesOver, when.LinesOver));
        Assert.Equal([["STHK/**"], ["standard"], ["clinical"]], [when.Paths, when.Gates, when.Labels]);

        var or = Assert.IsType<SignOffRule.OneOf>(rules[2]);
        Assert.Equal(10, or.When?.LinesOver);
        Assert.IsType<SignOffRule.Any>(or.Parts[0]);
        var and = Assert.IsType<SignOffRule.AllOf>(or.Parts[1]);
        Assert.Equal([null, []], and.Parts.Cast<SignOffRule.Asking>().Select(part => part.NotBy));
        Assert.False(Assert.IsType<SignOffRule.EachCustodian>(rules[0]).Deputies);
    }

    [Fact]
    public void A_gate_has_a_veto_windows_and_escalations()
    {
        var policy = Rich.PolicyFor(Rich.Repositories[0]);

        Assert.Equal("standard", policy.Gate);
        Assert.Equal(["director"], policy.Veto);
        Assert.Equal("Mon Tue Wed Thu 09:00-16:00, and on no listed holiday", policy.Windows?.ToString());
        Assert.Equal("Europe/London", policy.Windows?.Zone);
        Assert.Equal([Day("2026-12-25"), Day("2026-12-28")], policy.Windows?.Closed);
        var escalation = Assert.Single(policy.Escalate);
        Assert.Equal(TimeSpan.FromDays(3), escalation.After);
        Assert.Equal(["taunton-director", "sthk-director"], escalation.To);
        Assert.Equal(["**/gen/**"], Rich.Gates["standard"].Generated);
        Assert.Equal(["STHK/**"], GateDefinition.PathsIn(Rich.Gates["standard"].SignOffs));
        Assert.Equal("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", Rich.Genesis);
    }

    [Fact]
    public void The_urgent_way_has_sources_a_gate_and_a_policy_of_its_own()
    {
        var repository = Rich.Repositories[0];
        var (main, urgent) = (Rich.PolicyFor(repository), Rich.PolicyFor(repository, urgent: true));

        Assert.Equal(["refs/heads/master", "refs/heads/hotfix/*"], repository.AllSources);
        Assert.Equal(("urgent", true, TimeSpan.Zero), (urgent.Gate, urgent.Urgent, urgent.Soak));
        Assert.True(Assert.IsType<SignOffRule.EachCustodian>(Assert.Single(urgent.SignOffs)).Deputies);
        Assert.Equal([("build", null), ("tests", null), ("licences", TimeSpan.FromDays(5))], urgent.Checks.Select(check => (check.Name, check.DeferFor)));
        Assert.NotEqual(main.Rules, urgent.Rules);
        Assert.Equal(main.Digest, urgent.Digest);
    }

    [Fact]
    public void A_repository_without_an_urgent_gate_has_no_urgent_policy()
    {
        var plain = Sample.Load(Sample.Good);

        Assert.Throws<InvalidOperationException>(() => plain.PolicyFor(plain.Repositories[0], urgent: true));
    }

    [Theory]
    [InlineData("days: [mon, tue, wed, thu]", "days: mon-thu")]
    [InlineData("days: [mon, tue, wed, thu]", "days: [thu, mon-wed]")]
    [InlineData("not-by: [author, committer, another-seat]", "not-by: [another-seat, committer, author]")]
    [InlineData("keys: \"" + Sample.SthkKey + "\"", "keys: { key: \"" + Sample.SthkKey + " desk\" }")]
    public void The_same_said_otherwise_is_the_same_policy(string good, string other) =>
        Assert.Equal(Rich.PolicyDigest, Sample.Load(RichSample.With(good, other)).PolicyDigest);

    [Fact]
    public void A_window_may_last_until_midnight() =>
        Assert.Equal(TimeSpan.FromDays(1), Sample.Load(RichSample.With("until: \"16:00\"", "until: 24:00")).Gates["standard"].Windows!.Open[0].Until);
}
