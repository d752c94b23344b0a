using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

/// <summary>One mistake at a time, each in the place that the mark '¦' shows, each with a word of its mend.</summary>
public sealed class ConfigurationMistakeTests
{
    private const string SmallRsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC5PuPLKaMstt/iNk/Xnsa8+P4TXspRh44E5JtFb9rNuw8UM4FRu/Tzu8QWW7ycBJmj5iybS4FLJxKK1h4zmy0Eyc40gQ+vOw/cO6LEbrBw2Mnp30/a0XDtaHfAofm/ScWw8m0xoR01sszJMwJqbNmpvZRamnHl6W0PiRVt0nu/2Q==";

    [Fact]
    public void Of_very_many_mistakes_the_first_are_told_and_that_there_are_more()
    {
        var problems = new ProblemList("custodian.yaml");
        var known = Enumerable.Range(0, 30_000).Select(number => $"check-{number}").ToList();

        for (var line = 1; line <= 30_000; line++) Assert.False(Reference.IsKnown(problems, new($"unlike-{line}", new(line, 1)), "check", known));

        Assert.Equal(201, problems.Sorted.Count);
        Assert.Contains("and 29980 more; or write it under", problems.Sorted[0].Text, StringComparison.Ordinal);
        Assert.Equal("there is more to correct than these 200 problems: begin with them.", problems.Sorted[^1].Text);
    }

    [Theory]
    // Keys and kinds of values.
    [InlineData("service:\n", "¦colour: red\nservice:\n", "not known here")]
    [InlineData("service:\n", "¦watch: []\nservice:\n", "not supported by this version")]
    [InlineData("gates:\n", "¦gate:\n", "did you mean 'gates'", "'gates' is missing", "write it under 'gates:'", "write it under 'gates:'")]
    [InlineData("    gate: standard", "    ¦gates: standard", "did you mean 'gate'", "'gate' is missing")]
    [InlineData("  checks-at-once: 4", "  checks-at-once: ¦many", "between 1 and 64")]
    [InlineData("  checks-at-once: 4", "  checks-at-once: ¦65", "between 1 and 64")]
    [InlineData("  checks-at-once: 4", "  ¦checks-at-once:", "no value")]
    [InlineData("  checks-at-once: 4", "  checks-at-once: ¦[4]", "must be text")]
    [InlineData("  push-timeout: 1m", "  push-timeout: ¦11m", "between 1s and 10m")]
    [InlineData("  push-timeout: 1m", "  push-timeout: ¦1 minute", "such as 30s")]
    [InlineData("  push-timeout: 1m", "  push-timeout: ¦99999999999999999999d", "no time")]
    [InlineData("  push-timeout: 1m", "  push-timeout: ¦999999999999999999d", "between")]
    [InlineData("  log-limit: 2MiB", "  log-limit: ¦1TiB", "between 1KiB and 100MiB")]
    [InlineData("  log-limit: 2MiB", "  log-limit: ¦-1", "no size")]
    [InlineData("  urls: http://127.0.0.1:5080", "  urls: ¦127.0.0.1:5080", "http://127.0.0.1:5080")]
    [InlineData("ledger-origin: ledger.example.nhs.uk", "public-url: ¦custodian.example.nhs.uk", "write where people reach the pages, such as https://custodian.example.nhs.uk")]
    [InlineData("ledger-origin: ledger.example.nhs.uk", "public-url: ¦https://me:secret@custodian.example.nhs.uk", "write where people reach the pages")]
    [InlineData("ledger-origin: ledger.example.nhs.uk", "ledger-origin: ¦our ledger", "without blanks")]
    [InlineData("ledger-origin: ledger.example.nhs.uk", "ledger-origin: ¦a+b", "without '+'")]
    [InlineData("ledger-key: file:ledger.key", "ledger-key: ¦abc", "env:NAME")]
    [InlineData("  data: data", "  data: ¦\"da\\nta\"", "one line")]
    [InlineData("  data: data", "  data: ¦\"da\\0ta\"", "NUL")]
    [InlineData("  data: data", "  data: ¦\" \"", "blank")]
    [InlineData("  data: data", "  data: ¦!!str data", "tags")]
    [InlineData("author-may-sign: false", "author-may-sign: ¦no", "true or false")]
    [InlineData("author-may-sign: false", "author-may-sign: false\n    ¦author-may-sign: true", "twice")]
    // Custodians and people.
    [InlineData("  taunton:\n", "  ¦Taunton:\n", "lower-case")]
    [InlineData("  taunton:\n", "  ¦gate:\n", "another id")]
    [InlineData("    name: St Helens and Knowsley\n", "", "'name' is missing")]
    [InlineData("    hook-secret: env:TAUNTON_HOOK_SECRET", "    hook-secret: ¦secret", "env:NAME")]
    [InlineData("    hook-secret: env:TAUNTON_HOOK_SECRET", "    hook-secret: [env:A, ¦env:A]", "same secret")]
    [InlineData("    hook-secret: env:TAUNTON_HOOK_SECRET", "    hook-secret: env:A\n    ¦oidc: {}", "not supported")]
    [InlineData("      sthk-director:\n", "      ¦taunton-director:\n", "one custodian")]
    [InlineData("      developer: {", "      ¦-developer: {", "lower-case")]
    [InlineData("      developer: { name: Dev Eloper }", "      developer: ¦Dev Eloper", "keys and values")]
    [InlineData("roles: [director], from", "roles: [director, ¦Top Boss], from", "cannot be a role")]
    [InlineData("roles: [director], from", "roles: [director, ¦director], from", "twice")]
    [InlineData("from: 2015-01-01", "from: 2015-01-01, until: ¦2014-12-31", "before 'from'")]
    [InlineData("until: 2031-12-31", "until: ¦2031-02-30", "no day")]
    [InlineData("github: 1234567", "github: ¦octocat", "number")]
    [InlineData("email: director@example.nhs.uk", "email: ¦director", "no e-mail")]
    [InlineData("email: director@example.nhs.uk", "email: CAROL@example.org", "already")]
    [InlineData("{ name: Dev Eloper }", "{ github: ¦1234567 }", "'taunton-director''s")]
    [InlineData("    until: 2031-12-31", "    subject: ¦a1b2", "already 'taunton-director''s")]
    // Keys.
    [InlineData("keys: " + Sample.SthkKey, "keys: ¦" + Sample.TauntonKey + " another comment", "already 'taunton-director''s")]
    [InlineData("keys: " + Sample.SthkKey, "keys: [" + Sample.SthkKey + ", ¦" + Sample.SthkKey + " again]", "stands twice")]
    [InlineData("keys: " + Sample.SthkKey, "keys: ¦" + SmallRsa, "1024 bits")]
    [InlineData("keys: " + Sample.SthkKey, "keys: ¦ssh-dss AAAA", "accepted")]
    // Credentials.
    [InlineData("    username: gate\n", "", "go together")]
    [InlineData("    known-hosts: known_hosts\n", "", "go together")]
    [InlineData("password: env:HUB_TOKEN", "password: ¦hunter2", "env:NAME")]
    // Repositories.
    [InlineData("    credentials: hub\n", "    credentials: ¦hug\n", "did you mean 'hub'")]
    [InlineData("url: https://git.example.nhs.uk/openmaxims.git", "url: ¦ext::sh -c id", "helper")]
    [InlineData("    source: refs/heads/main\n", "", "'source' is missing")]
    [InlineData("    source: refs/heads/main\n", "    source: ¦[]\n", "empty list")]
    [InlineData("    source: refs/heads/main\n", "    source: ¦main\n", "'refs/heads/main'")]
    [InlineData("    source: refs/heads/main\n", "    source: ¦refs/heads/*/*\n", "more than one '*'")]
    [InlineData("    source: refs/heads/main\n", "    source: ¦refs/heads/a..b\n", "git accepts")]
    [InlineData("    gold: refs/heads/gold\n", "    gold: ¦refs/tags/gold\n", "refs/heads/")]
    [InlineData("    gold: refs/heads/gold\n", "    gold: ¦\"refs/heads/gold*\"\n", "one branch")]
    [InlineData("\"refs/heads/hotfix/*\"", "¦\"refs/heads/*\"", "includes gold")]
    [InlineData("\"refs/heads/hotfix/*\"", "¦refs/heads/gold", "includes gold")]
    [InlineData("\"refs/heads/hotfix/*\"", "¦refs/heads/master", "twice")]
    [InlineData("url: \"git@git.example.nhs.uk:gold.git\"", "url: https://git.example.nhs.uk/openmaxims.git", "same gold")]
    [InlineData("ref: refs/heads/gold, credentials", "credentials", "'ref' is missing")]
    [InlineData("checks: [tests, lint]", "checks: [tests, ¦lints]", "did you mean 'lint'")]
    [InlineData("checks: [tests, lint]", "checks: ¦[]", "empty list")]
    [InlineData("    checks: [tests]\n    gate: quick", "    checks: ¦[lint]\n    gate: quick", "requires 'tests'")]
    [InlineData("gate: quick", "gate: ¦slow", "use one of: standard, quick")]
    // Checks.
    [InlineData("lint: { type: command", "lint: { type: ¦licenses", "use one of: command, licences, attested")]
    [InlineData("lint: { type: command", "lint: { type: ¦magic", "use one of: command")]
    [InlineData("  lint: { type: command,", "  ¦lint: {", "'type' is missing")]
    [InlineData("  lint: {", "  ¦all: {}\n  lint: {", "every check", "'type' is missing")]
    // Gates.
    [InlineData("    checks: all\n", "", "'checks' is missing")]
    [InlineData("    checks: all\n", "    checks: ¦[]\n", "nothing is ever promoted")]
    [InlineData("    checks: all\n", "    checks: [¦all, tests]\n", "no check 'all'")]
    [InlineData("    checks: all\n", "    checks: all\n    ¦waivers: true\n", "not supported")]
    [InlineData("[{ each: custodian, role: director }]", "¦[]", "each: custodian")]
    [InlineData("[{ each: custodian, role: director }]", "¦[{ any: 2, role: director }]", "no rule asks each custodian")]
    [InlineData("[{ each: custodian, role: director }]", "[{ each: ¦trust, role: director }]", "only 'custodian'")]
    [InlineData("[{ each: custodian, role: director }]", "[¦{ each: custodian, any: 1, role: director }]", "write one of them")]
    [InlineData("[{ each: custodian, role: director }]", "[{ each: custodian, role: director }, ¦{ each: custodian, role: director }]", "twice")]
    [InlineData("[{ each: custodian, role: director }]", "[¦{ each: custodian }]", "'role' is missing")]
    [InlineData("[{ each: custodian, role: director }]", "[{ each: custodian, role: ¦clinical-safety-officer }]", "nobody of 'sthk', 'blackpool' has the role")]
    [InlineData("- any: 1\n", "- any: ¦0\n", "between 1 and 100")]
    [InlineData("- any: 1\n        role: clinical-safety-officer", "- any: 2\n        role: ¦clinical-safety-officer", "only 1 have")]
    public void A_mistake_is_reported_where_it_stands_with_its_mend(string good, string bad, params string[] words)
    {
        var (text, marks) = Sample.Unmark(Sample.With(good, bad));

        var problems = Sample.Check(text);

        Assert.Equal(words.Length, problems.Count);
        Assert.All(words, word => Assert.Contains(problems, problem => problem.Text.Contains(word)));
        Assert.All(marks, mark => Assert.Contains(problems, problem => (problem.Line, problem.Column) == mark));
    }

    [Fact]
    public void One_custodian_alone_is_refused()
    {
        var text = Sample.Good.Replace("  sthk:", "  ¦").Replace("  blackpool:", "¦");
        text = string.Concat(text.AsSpan(0, text.IndexOf("  ¦", StringComparison.Ordinal)), text.AsSpan(text.IndexOf("credentials:\n", StringComparison.Ordinal)));

        Assert.Contains("only one custodian", Assert.Single(Sample.Check(text)).Text);
    }

    [Theory]
    [InlineData("custodians: {}")]
    [InlineData("service: {}")]
    public void No_custodians_at_all_is_refused(string text) =>
        Assert.Contains(Sample.Check(text), problem => problem.Text.StartsWith("'custodians'", StringComparison.Ordinal) && problem.Text.Contains("at least two"));
}
