using Xunit;

namespace Custodian.Tests.Policies;

/// <summary>One mistake at a time in what rules, terms and gates can say, each in the place that the mark '¦' shows.</summary>
public sealed class RichMistakeTests
{
    [Theory]
    // Custodians, people, associates.
    [InlineData("ods: [RBA, RH5]", "ods: [RBA, ¦rh5]", "no ODS code")]
    [InlineData("names: [{ name: Musgrove Park, until: 2019-03-31 }]", "names: [¦{ until: 2019-03-31 }]", "'name' is missing")]
    [InlineData("    until: 2039-12-31", "    until: ¦2014-12-31", "before 'from'")]
    [InlineData("deputises: [clinical-safety-officer]", "deputises: ¦[director]", "no deputising")]
    [InlineData("deputises: [clinical-safety-officer]", "deputises: [¦Big Boss]", "cannot be a role")]
    [InlineData("from: 2026-01-01, until: 2036-12-31 }", "from: 2026-01-01, until: ¦2025-12-31 }", "before 'from'")]
    [InlineData(", from: 2026-01-01, until: 2036-12-31 }", ", ¦frm: 2026-01-01 }", "did you mean 'from'")]
    [InlineData("github: [1234567, 7654321]", "github: [1234567, ¦octocat]", "number")]
    [InlineData("github: 99", "github: ¦7654321", "already 'taunton-director''s")]
    [InlineData("  patients-voice:\n", "  ¦sthk-lead:\n", "already a person of a custodian")]
    [InlineData("kind: patient", "kind: ¦visitor", "'clinician', 'patient'")]
    [InlineData("    kind: patient\n", "", "'kind' is missing")]
    [InlineData("    name: Pat Ient\n", "    ¦deputises: [director]\n", "not known here")]
    [InlineData("keys: [\"" + RichSample.PatientKey + "\"]", "keys: [¦\"" + Sample.SthkKey + "\"]", "already 'sthk-director''s")]
    [InlineData("genesis: 0123456789abcdef", "genesis: ¦", "64 lower-case")]
    [InlineData("id: cic-chair", "id: ¦sthk-lead", "is a person already")]
    [InlineData("id: cic-chair", "id: ¦The Chair", "cannot be an id")]
    [InlineData("repository: openmaxims\n", "repository: ¦openmaxim\n", "no repository is called")]
    [InlineData("path: policy/custodian.yaml", "path: ¦../custodian.yaml", "from the top of the repository")]
    [InlineData("repository: openmaxims\n  path: policy/custodian.yaml\n", "repository: ¦openmaxims\n", "go together")]
    [InlineData("chair: { id: cic-chair, name: Chris Chair, keys: [\"" + RichSample.ChairKey + "\"] }", "¦chair: { id: cic-chair }", "at least one public key")]
    [InlineData("\"" + RichSample.ChairKey + "\"", "¦\"" + Sample.SthkKey + "\"", "already 'sthk-director''s")]
    [InlineData("lost-key-delay: 14d", "lost-key-delay: ¦12h", "between 1d and 90d")]
    [InlineData("succeeds: [musgrove]", "succeeds: [¦taunton]", "cannot succeed itself")]
    [InlineData("succeeds: [musgrove]", "succeeds: [¦sthk]", "goes on as a member")]
    [InlineData("succeeds: [musgrove]", "succeeds: [¦Musgrove]", "cannot be a custodian")]
    // GitHub.
    [InlineData("api: https://github.example.nhs.uk/api/v3", "api: ¦github.example.nhs.uk", "no address")]
    [InlineData("api: https://github.example.nhs.uk/api/v3", "api: ¦http://github.example.nhs.uk/api/v3", "not encrypted")]
    [InlineData("api: https://github.example.nhs.uk/api/v3", "api: ¦https://me:hunter2@github.example.nhs.uk", "take it out")]
    [InlineData("api: https://github.example.nhs.uk/api/v3", "api: ¦https://github.example.nhs.uk/?v=3", "'?' or '#'")]
    [InlineData("api: https://github.example.nhs.uk/api/v3", "api: ¦https://github.com/", "write https://api.github.com")]
    [InlineData("app: 123456", "app: ¦custodian", "App ID")]
    [InlineData("app: 123456", "app: ¦0", "App ID")]
    [InlineData("    app: 123456\n    private-key", "    private-key: ¦file:a\n    # private-key", "go together")]
    [InlineData("    private-key: file:/etc/custodian/app.pem\n", "", "go together")]
    [InlineData("private-key: file:/etc/custodian/app.pem", "private-key: ¦MIIEowIBAAK", "env:NAME")]
    [InlineData("    app: 123456\n", "    app: 123456\n    token: ¦env:GITHUB_TOKEN\n", "without an App")]
    [InlineData("hook-secret: [env:GITHUB_HOOK_SECRET, env:GITHUB_HOOK_SECRET_OLD]", "hook-secret: ¦[env:A, env:B, env:C]", "two secrets at most")]
    [InlineData("app: 123456", "app: 123456\n    ¦secret: env:A", "not known here")]
    [InlineData("github: IMS-MAXIMS/openMAXIMS", "github: ¦https://github.com/IMS-MAXIMS/openMAXIMS", "owner and the name alone")]
    [InlineData("github: IMS-MAXIMS/openMAXIMS", "github: ¦openMAXIMS", "OWNER/NAME")]
    [InlineData("github: IMS-MAXIMS/openMAXIMS", "github: ¦IMS-MAXIMS/..", "OWNER/NAME")]
    [InlineData("github: IMS-MAXIMS/openMAXIMS", "github: ¦IMS-MAXIMS/openMAXIMS.git", "'.git'")]
    // Checks.
    [InlineData("after: [build]", "after: [¦buld]", "did you mean 'build'")]
    [InlineData("build: { type: command, run: [make] }", "build: { type: command, run: [make], after: [tests] }", "wait for one another")]
    [InlineData("build: { type: command, run: [make] }", "build: { type: command, run: [make], after: [¦build] }", "wait for one another")]
    [InlineData("retries: 1", "retries: ¦11", "between 0 and 10")]
    [InlineData("good-for: 30d", "good-for: ¦30s", "between 1m and")]
    [InlineData("role: tester", "role: ¦testers", "nobody of 'taunton' has the role")]
    [InlineData("role: tester, of: [taunton], min-assurance: signed", "role: tester, of: [¦tauntan], min-assurance: signed", "did you mean 'taunton'", "nobody of 'tauntan'")]
    [InlineData("min-assurance: signed, good-for: 90d", "min-assurance: ¦sealed, good-for: 90d", "'page', 'hook', 'signed'")]
    [InlineData("good-for: 90d", "retries: ¦1, good-for: 90d", "means nothing here")]
    [InlineData("checks: [build, tests, style, licences, usability]", "checks: [¦tests, style, licences, usability]", "run after 'build'", "requires 'build'")]
    [InlineData("checks: [build, tests, licences]", "checks: [¦tests, licences]", "run after 'build', which this gate does not require")]
    // Gates.
    [InlineData("advisory: [style]", "advisory: [¦styles]", "did you mean 'style'")]
    [InlineData("defer: { licences: 5d }", "advisory: [¦style]\n    defer: { licences: 5d }", "none of this gate's checks")]
    [InlineData("defer: { licences: 5d }", "defer: { licences: ¦8d }", "between 1s and 7d")]
    [InlineData("defer: { licences: 5d }", "defer: { ¦style: 5d }", "none of this gate's checks")]
    [InlineData("defer: { licences: 5d }", "defer: { ¦licences: 5d }\n    advisory: [licences]", "advisory, and nothing waits")]
    [InlineData("advisory: [style]", "advisory: [style]\n    defer: ¦{ licences: 5d }", "only an urgent gate")]
    [InlineData("checks: [build, tests, licences]\n    defer: { licences: 5d }", "checks: ¦[licences]\n    defer: { licences: 5d }", "none would ever stop anything")]
    [InlineData("advisory: [style]", "advisory: [build, tests, style, licences, usability]", "none would ever stop anything")]
    [InlineData("    urgent: true", "    urgent: true\n    soak: ¦1h", "no soak")]
    [InlineData("generated: [\"**/gen/**\"]", "generated: [¦/gen/**]", "begins with '/'")]
    [InlineData("generated: [\"**/gen/**\"]", "generated: [¦gen/]", "everything in it")]
    [InlineData("generated: [\"**/gen/**\"]", "generated: [¦'gen\\*']", "separate folders with '/'")]
    [InlineData("generated: [\"**/gen/**\"]", "generated: [¦../gen/**]", "'..'")]
    [InlineData("generated: [\"**/gen/**\"]", "generated: [¦\"**gen/*\"]", "stands alone")]
    [InlineData("veto: [director]", "veto: [¦directors]", "did you mean 'director'")]
    [InlineData("to: [taunton-director, sthk-director]", "to: [¦taunton-directer, sthk-director]", "did you mean 'taunton-director'")]
    [InlineData("escalate: [{ after: 3d, to", "escalate: [¦{ to", "'after' is missing")]
    [InlineData("escalate: [{ after: 3d, to: [taunton-director, sthk-director] }]", "escalate: ¦[]", "at least one entry")]
    // Windows.
    [InlineData("zone: Europe/London", "zone: ¦Europe/Londn", "did you mean 'Europe/London'")]
    [InlineData("zone: Europe/London", "zone: ¦../../etc/localtime", "no time zone")]
    [InlineData("      zone: Europe/London\n", "", "'zone' is missing")]
    [InlineData("days: [mon, tue, wed, thu]", "days: [¦monday]", "no day")]
    [InlineData("days: [mon, tue, wed, thu]", "days: ¦thu-mon", "ends before it begins")]
    [InlineData("days: [mon, tue, wed, thu]", "days: ¦[]", "empty list")]
    [InlineData("until: \"16:00\"", "until: ¦\"09:00\"", "not after 'from'")]
    [InlineData("from: \"09:00\"", "from: ¦\"24:01\"", "no time of day")]
    [InlineData("closed: [2026-12-25, 2026-12-28]", "closed: [¦2026-12-32]", "no day")]
    // Rules.
    [InlineData("min-assurance: signed\n        not-by", "min-assurance: ¦paper\n        not-by", "'page', 'hook', 'signed'")]
    [InlineData("not-by: [author, committer, another-seat]", "not-by: [¦autor]", "use some of 'author'")]
    [InlineData("of: [taunton, sthk]", "of: ¦[]", "name at least one custodian")]
    [InlineData("of: [taunton, sthk]", "of: [taunton, ¦sthelens]", "no custodian 'sthelens'")]
    [InlineData("count: 1\n", "count: ¦0\n", "between 1 and 100")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: ¦director, count: 2, deputies: false }]", "fewer than 2 people of 'sthk', 'blackpool'")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director }, { and: [{ any: 1, role: ¦dean }] }]", "nobody has it, so nothing could ever be promoted")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director }, { or: [{ any: 1, role: ¦dean }, { any: 4, role: ¦clinical-lead }] }]", "only 3 have it, so nothing could ever be promoted", "nobody has it")]
    [InlineData("{ any: 1, role: clinical-lead, of: [blackpool] }", "{ any: 1, count: ¦2, role: clinical-lead, of: [blackpool] }", "goes with 'each: custodian'")]
    [InlineData("{ any: 1, role: clinical-lead, of: [blackpool] }", "¦{ role: clinical-lead }", "write one of them")]
    [InlineData("{ any: 1, role: clinical-lead, of: [blackpool] }", "{ or: ¦[] }", "at least one entry")]
    [InlineData("when: { files-over: 10 }", "¦when: { ignore-generated: true }", "belongs to 'paths'")]
    [InlineData("when: { files-over: 10 }", "when: { paths: ¦[] }", "write globs")]
    [InlineData("when: { files-over: 10 }", "when: { paths: [¦/a] }", "begins with '/'")]
    [InlineData("when: { files-over: 10 }", "when: { files-over: ¦-1 }", "whole number")]
    [InlineData("when: { files-over: 10 }", "when: { gates: [¦standrad] }", "did you mean 'standard'")]
    [InlineData("when: { files-over: 10 }", "when: { files-over: 10, ¦path: a }", "did you mean 'paths'")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: ¦[{ each: custodian, role: director, from: 2020-01-01 }]", "whatever the candidate and the day")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: ¦[{ each: custodian, role: director, of: [taunton, sthk, blackpool] }]", "whatever the candidate and the day")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: ¦[{ and: [{ each: custodian, role: director }], when: { files-over: 1 } }]", "whatever the candidate and the day")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ or: [{ each: custodian, role: director }, ¦{ any: 1, role: director }] }]", "does not ask every custodian")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ or: [{ or: [{ and: [¦{ or: [{ each: custodian, role: director }] }] }] }] }]", "nested deeper than 3")]
    [InlineData("{ any: 1, role: clinical-lead, of: [blackpool] }", "{ any: 1, role: clinical-lead, of: [blackpool] }\n              - ¦{ of: [blackpool], role: clinical-lead, any: 1 }", "twice")]
    // Repositories.
    [InlineData("    gate: standard\n", "    gate: ¦urgent\n", "is urgent, and takes branches of its own")]
    [InlineData("gate: urgent }", "gate: ¦standard }", "is not urgent")]
    [InlineData("gate: urgent }", "gate: ¦urgnt }", "did you mean 'urgent'")]
    [InlineData("[\"refs/heads/hotfix/*\"]", "[¦\"refs/heads/m*r\"]", "can mean the same branch")]
    [InlineData("[\"refs/heads/hotfix/*\"]", "[¦hotfix]", "full branch name")]
    [InlineData("urgent: { source: [\"refs/heads/hotfix/*\"], gate: urgent }", "¦urgent: { gate: urgent }", "'source' is missing")]
    public void A_mistake_is_reported_where_it_stands_with_its_mend(string good, string bad, params string[] words)
    {
        var (text, marks) = Sample.Unmark(RichSample.With(good, bad));

        var problems = Sample.Check(text);

        Assert.Equal(words.Length, problems.Count);
        Assert.All(words, word => Assert.Contains(problems, problem => problem.Text.Contains(word)));
        Assert.All(marks, mark => Assert.Contains(problems, problem => (problem.Line, problem.Column) == mark));
    }

    [Theory]
    [InlineData("associates")]
    [InlineData("chair")]
    [InlineData("developer")]
    [InlineData("gate")]
    [InlineData("operator")]
    public void No_custodian_has_the_name_of_whoever_else_speaks_or_acts(string name)
    {
        var problem = Assert.Single(Sample.Check(RichSample.Good.Replace("blackpool", name, StringComparison.Ordinal)));

        Assert.Contains($"'{name}' means someone else", problem.Text);
    }

    [Fact]
    public void Urgent_branches_never_include_gold()
    {
        var text = RichSample.With("gold: { url: \"git@git.example.nhs.uk:gold.git\", ref: refs/heads/gold, credentials: hub }", "gold: refs/heads/hotfix/gold");

        Assert.Contains("includes gold", Assert.Single(Sample.Check(text)).Text);
    }

    [Theory]
    [InlineData(62, 0)]
    [InlineData(63, 1)]
    public void More_than_64_rules_are_refused(int more, int problems)
    {
        // One 'each' and one 'or' besides.
        var parts = string.Join(", ", Enumerable.Range(1, more).Select(lines => $"{{ any: 1, role: director, when: {{ lines-over: {lines} }} }}"));
        var found = Sample.Check(RichSample.With("sign-offs: [{ each: custodian, role: director }]", $"sign-offs: [{{ each: custodian, role: director }}, {{ or: [{parts}] }}]"));

        Assert.Equal(problems, found.Count);
        Assert.All(found, problem => Assert.Contains("more than 64 rules", problem.Text));
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(9, 1)]
    public void More_than_256_ways_are_refused_where_they_become_too_many(int choices, int problems)
    {
        var rules = Enumerable.Range(1, choices).Select(lines => $"{{ or: [{{ any: 1, role: director }}, {{ any: 1, role: clinical-lead }}], when: {{ lines-over: {lines} }} }}").ToList();
        if (problems > 0) rules[^1] = Sample.Here + rules[^1];
        var (text, marks) = Sample.Unmark(RichSample.With("sign-offs: [{ each: custodian, role: director }]", $"sign-offs: [{{ each: custodian, role: director }}, {string.Join(", ", rules)}]"));

        var found = Sample.Check(text);

        Assert.Equal(marks, found.Select(problem => (problem.Line, problem.Column)));
        Assert.All(found, problem => Assert.Contains("512 ways", problem.Text));
    }

    [Fact]
    public void More_than_100_seats_are_refused()
    {
        var people = string.Concat(Enumerable.Range(0, 98).Select(number => $"      helper-{number}: {{ roles: [helper] }}\n"));
        string Text(int count) => RichSample.With("sign-offs: [{ each: custodian, role: director }]", $"sign-offs: [{{ each: custodian, role: director }}, {{ any: {count}, role: helper }}]")
            .Replace("      sthk-lead:", people + "      sthk-lead:", StringComparison.Ordinal);

        Assert.Empty(Sample.Check(Text(97)));
        Assert.Contains("101 seats", Assert.Single(Sample.Check(Text(98))).Text);
    }

    [Fact]
    public void Thousands_of_checks_in_a_chain_or_a_circle_are_told_apart_at_once()
    {
        var chain = string.Concat(Enumerable.Range(0, 8_000).Select(number => $"  c{number}: {{ type: command, run: [a], after: [c{number + 1}] }}\n"));
        string Text(string last) => RichSample.Good.Replace("checks:\n  build:", $"checks:\n{chain}  c8000: {{ type: command, run: [a]{last} }}\n  build:", StringComparison.Ordinal);

        Assert.Empty(Sample.Check(Text("")));
        Assert.Contains("wait for one another", Assert.Single(Sample.Check(Text(", after: [c0]"))).Text);
    }

    [Fact]
    public void A_choice_that_asks_every_custodian_each_way_is_good() =>
        Assert.Empty(Sample.Check(RichSample.With(
            "sign-offs: [{ each: custodian, role: director }]",
            "sign-offs: [{ or: [{ each: custodian, role: director }, { and: [{ each: custodian, role: clinical-lead }, { any: 1, role: director }] }] }]")));
}
