using System.Text.RegularExpressions;
using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

/// <summary>What is legal and surely not meant, on 22 November 2026 unless said otherwise.</summary>
public sealed partial class ConfigurationWarningTests
{
    private static readonly Dictionary<string, string> Rules = new()
    {
        ["E"] = "{ each: custodian, role: director, not-by: [author, committer] }",
        ["E2"] = "{ each: custodian, role: director, count: 2, not-by: [] }",
        ["S"] = "{ any: 1, role: director, not-by: [] }",
        ["S2"] = "{ any: 4, role: director, not-by: [] }",
        ["SW"] = "{ any: 1, role: director, not-by: [], when: { files-over: 3 } }",
        ["SV"] = "{ any: 1, role: director, not-by: [], when: { files-over: 4 } }",
        ["S1"] = "{ any: 1, role: director, not-by: [author] }",
        ["F"] = "{ each: custodian, role: director, of: [taunton, sthk, blackpool], not-by: [author, committer] }",
        ["C"] = "{ any: 1, role: clinical-safety-officer, not-by: [] }",
        ["L"] = "{ any: 1, role: clinical-lead, not-by: [] }",
        ["L2"] = "{ any: 2, role: clinical-lead, not-by: [] }",
        ["D"] = "{ any: 1, role: director }",
    };

    private static IReadOnlyList<Problem> Warnings(string text, string day = "2026-11-22")
    {
        using var file = new SampleFile(text);
        var configuration = ConfigurationFile.Load(file.Path, Sample.Schemas, out var places);
        return new ConfigurationWarnings(configuration, places, "file.yaml", new DateTimeOffset(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), new TimeOnly(12, 0), TimeSpan.Zero)).Find();
    }

    [Fact]
    public void Good_policies_have_no_warning()
    {
        Assert.Empty(Warnings(Sample.Good));
        Assert.Empty(Warnings(RichSample.Good));
    }

    [Fact]
    public void A_warning_reads_file_line_column_and_warning()
    {
        var (text, marks) = Sample.Unmark(RichSample.With("      - or:", "      - ¦or:")
            .Replace("until: 2036-12-31\n        when: { lines-over: 10 }", "until: 2026-11-21\n        when: { lines-over: 10 }", StringComparison.Ordinal));

        var warning = Assert.Single(Warnings(text));

        Assert.Equal(marks, [(warning.Line, warning.Column)]);
        Assert.StartsWith($"file.yaml:{warning.Line}:{warning.Column}: warning: this rule's term is over since 2026-11-22", warning.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sthk-director: { roles", "sthk-director: { until: 2026-10-31, roles", "sthk's seat as director is vacant today", "sthk-director left office after 2026-10-31; name who follows")]
    [InlineData("sthk-director: { roles", "sthk-director: { from: 2026-12-24, roles", "sthk's seat as director is vacant today", "sthk-director comes on 2026-12-24")]
    [InlineData("taunton-cso: { roles", "taunton-cso: { until: 2026-11-21, roles", "nobody holds the role 'tester' today, so nobody can attest 'usability'", "left office after 2026-11-21")]
    [InlineData("    from: 2015-01-01\n    until: 2039-12-31\n", "    until: 2026-03-31\n", "taunton has been no custodian since 2026-04-01", "nobody holds")]
    [InlineData("sthk-director: { roles", "sthk-director: { until: 2026-12-22, roles", "sthk-director leaves office after 2026-12-22, and nobody else is director of sthk")]
    [InlineData("not-by: [author, committer, another-seat]", "not-by: [pusher, another-seat]", "names the pusher, and nothing tells")]
    [InlineData("until: 2036-12-31\n        when: { paths", "until: 2026-11-21\n        when: { paths", "term is over since 2026-11-22")]
    [InlineData("gates: [standard]", "gates: [urgent]", "never asked")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director }, { any: 1, role: director, not-by: [author] }]", "so it is idle")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director, deputies: false }, { any: 1, role: director, deputies: false }]", "so that nothing can be promoted: one more person is needed as director, from taunton, sthk or blackpool.")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director }, { any: 1, role: director, not-by: [], min-assurance: hook }]", "")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director }, { any: 3, role: director, not-by: [] }]", "")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director }, { or: [{ any: 1, role: director }, { any: 2, role: director }] }]", "can never be needed")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director }, { or: [{ any: 1, role: director, when: { files-over: 3 } }, { any: 2, role: director }] }]", "")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director }, { or: [{ any: 1, role: director, min-assurance: signed }, { any: 2, role: director }] }]", "")]
    public void What_is_surely_not_meant_is_warned_of(string good, string other, params string[] words)
    {
        var warnings = Warnings(RichSample.With(good, other));

        string[] told = [.. words.Where(word => word.Length > 0)];
        Assert.All(told, word => Assert.Contains(warnings, warning => warning.Text.Contains(word, StringComparison.Ordinal)));
        if (told.Length == 0) Assert.Empty(warnings);
    }

    [Fact]
    public void A_member_without_a_director_in_office_is_told_whatever_the_rules_ask()
    {
        // Nobody in the rules asks for directors any more; a deputy votes on nothing but commits.
        var text = Sample.Good.Replace("role: director", "role: clinical-lead", StringComparison.Ordinal).Replace("roles: [director]", "roles: [director, clinical-lead]", StringComparison.Ordinal);
        Assert.Empty(Warnings(text));

        var warning = Assert.Single(Warnings(Sample.Change(text, "developer: { name: Dev Eloper }\n", "developer: { name: Dev Eloper }\n  wirral:\n    name: Wirral\n    hook-secret: env:WIRRAL_HOOK_SECRET\n    people:\n      wirral-lead: { roles: [clinical-lead], deputises: [director] }\n")));

        Assert.Contains("wirral has no director today, so that nothing can be adopted, released, waived or unfrozen: name more people", warning.Text, StringComparison.Ordinal);
        Assert.Contains(Warnings(RichSample.With("sthk-director: { roles", "sthk-director: { until: 2026-10-31, roles")), one => one.Text.Contains("sthk has no director today, so that nothing can be adopted, released, waived or unfrozen: sthk-director left office after 2026-10-31; name who follows", StringComparison.Ordinal));
    }

    // A mark stands before each rule that must be told, and nothing else is told. The letters stand for the rules below.
    [Theory]
    // Nested, in an 'and' that is always asked; and the other way round.
    [InlineData("E, { and: [¦S, L] }")]
    [InlineData("{ and: [E] }, ¦S")]
    [InlineData("E, { and: [{ and: [¦S, L] }] }")]
    // Both ask for the same: one of them is needed.
    [InlineData("E, { and: [L, ¦E] }")]
    [InlineData("E, ¦F")]
    // Asked only at times: what is always asked fills it, and not the other way round.
    [InlineData("E, { and: [¦S, L], when: { files-over: 3 } }")]
    [InlineData("E, S2, { and: [E2, L], when: { files-over: 3 } }")]
    [InlineData("E, { and: [E2, L], when: { files-over: 3 } }, { and: [¦S2, C], when: { files-over: 3 } }")]
    [InlineData("E, { and: [E2, L], when: { files-over: 3 } }, { and: [S2, C], when: { files-over: 4 } }")]
    [InlineData("E, { and: [E2, L], from: 2026-01-01 }, { and: [¦S2, C], from: 2026-02-01 }")]
    [InlineData("E, { and: [E2, L], from: 2026-02-01 }, { and: [S2, C], from: 2026-01-01 }")]
    // As a whole.
    [InlineData("E, ¦{ and: [S, S1] }")]
    [InlineData("E, ¦{ or: [S, L] }")]
    [InlineData("E, ¦{ or: [L, { and: [S, S1] }] }")]
    [InlineData("E, ¦{ or: [S, L], when: { files-over: 3 } }")]
    [InlineData("E, { or: [SW, L] }")]
    [InlineData("E, ¦{ or: [SW, SV] }")]
    // A choice that is met in part; one that is met wherever it is asked, which is what makes it a choice.
    [InlineData("E, { or: [{ and: [¦S, L] }, L2] }")]
    [InlineData("E, { or: [{ and: [S], when: { files-over: 3 } }, L] }")]
    // Nobody may sit twice.
    [InlineData("E, { and: [L, D] }")]
    [InlineData("E, { or: [L, D] }")]
    public void What_others_ask_for_already_is_idle_wherever_it_stands(string rules)
    {
        var (text, marks) = Sample.Unmark(RichSample.With("sign-offs: [{ each: custodian, role: director }]", $"sign-offs: [{Letter().Replace(rules, letter => Rules[letter.Value])}]")
            .Replace("      sthk-lead:", "      sthk-other: { roles: [director] }\n      sthk-lead:", StringComparison.Ordinal)
            .Replace("      blackpool-lead:", "      blackpool-other: { roles: [director] }\n      blackpool-lead:", StringComparison.Ordinal)
            .Replace("taunton-lead: { roles: [clinical-lead]", "taunton-lead: { roles: [clinical-lead, director]", StringComparison.Ordinal)
            .Replace("name: St Helens and Knowsley\n", "name: St Helens and Knowsley\n    hook-secret: env:STHK_HOOK_SECRET\n", StringComparison.Ordinal)
            .Replace("name: Blackpool Teaching Hospitals\n", "name: Blackpool Teaching Hospitals\n    hook-secret: env:BLACKPOOL_HOOK_SECRET\n", StringComparison.Ordinal));

        var warnings = Warnings(text);

        Assert.Equal(marks, warnings.Select(warning => (warning.Line, warning.Column)));
        Assert.All(warnings, warning => Assert.Contains("so it is idle", warning.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void An_or_that_asks_some_custodian_where_nothing_else_does_is_not_idle()
    {
        const string Some = "{ each: custodian, role: director, of: [taunton, sthk], not-by: [] }";
        var rules = $"{Some}, {{ or: [{{ any: 1, role: director, of: [taunton, sthk], not-by: [] }}, {{ each: custodian, role: director, of: [blackpool] }}] }}";

        Assert.DoesNotContain(Warnings(RichSample.With("sign-offs: [{ each: custodian, role: director }]", $"sign-offs: [{rules}, {{ or: [{{ each: custodian, role: clinical-lead }}] }}]")), warning => warning.Text.Contains("idle", StringComparison.Ordinal));
    }

    [Fact]
    public void A_window_whose_days_are_all_closed_never_opens()
    {
        var text = RichSample.With("open: [{ days: [mon, tue, wed, thu]", "open: [{ days: [mon]")
            .Replace("closed: [2026-12-25, 2026-12-28]", "closed: [2026-11-23, 2026-11-30, 2026-12-07, 2026-12-14]", StringComparison.Ordinal);

        Assert.Contains("never opens in the coming 28 days", Assert.Single(Warnings(text)).Text);
        Assert.Empty(Warnings(text.Replace("2026-12-14", "2026-12-15", StringComparison.Ordinal)));
    }

    [Fact]
    public void Who_leaves_within_thirty_days_is_told_unless_somebody_follows()
    {
        var leaving = RichSample.With("sthk-director: { roles", "sthk-director: { until: 2026-12-22, roles");
        var follows = leaving.Replace("      sthk-lead:", "      sthk-next: { roles: [director], from: 2026-12-23 }\n      sthk-lead:", StringComparison.Ordinal);
        var late = follows.Replace("from: 2026-12-23", "from: 2026-12-24", StringComparison.Ordinal);

        Assert.Single(Warnings(leaving));
        Assert.Empty(Warnings(leaving, "2026-11-21"));
        Assert.Empty(Warnings(follows));
        Assert.Single(Warnings(late));
    }

    [Fact]
    public void A_deputy_fills_a_vacancy_only_where_deputies_sit()
    {
        // The standard gate asks for the director in person, the urgent one takes the deputy.
        var warnings = Warnings(RichSample.With("sthk-director: { roles", "sthk-director: { until: 2026-10-31, roles"));

        Assert.Single(warnings, warning => warning.Text.Contains("sthk's seat as director", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rule_for_several_warns_while_fewer_are_in_office()
    {
        var text = Sample.With("        roles: [clinical-safety-officer]\n        until: 2031-12-31", "        roles: [clinical-safety-officer]\n        until: 2026-01-31")
            .Replace("- any: 1\n        role: clinical-safety-officer", "- any: 2\n        role: clinical-safety-officer", StringComparison.Ordinal)
            .Replace("developer: { name: Dev Eloper }", "developer: { name: Dev Eloper, roles: [clinical-safety-officer] }", StringComparison.Ordinal);

        Assert.Contains("only 1 of the 2 that this rule asks for", Assert.Single(Warnings(text)).Text);
    }

    // On a mark, and nothing else is told.
    [Theory]
    // No way to speak: no key, none that is good any more, or only one that is too weak.
    [InlineData("  sthk:\n", "  ¦sthk:\n", "keys: \"" + Sample.SthkKey + "\"", "github: 77", "no director of sthk can sign or vote today (sthk-director has no key that is good today, and sthk no 'hook-secret')")]
    [InlineData("  sthk:\n", "  ¦sthk:\n", "keys: \"" + Sample.SthkKey + "\"", "keys: { key: \"" + Sample.SthkKey + "\", until: 2026-11-21 }", "no director of sthk can sign or vote today (sthk-director has no key that is good today")]
    [InlineData("  usability:", "  ¦usability:", ", keys: \"" + RichSample.TesterKey + "\"", "", "nobody can attest 'usability' today: taunton-cso has no key that is good today, and the rule asks for a signature.")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director }, ¦{ any: 1, role: patient-lead, of: [taunton], min-assurance: signed }]",
        "      taunton-lead:", "      taunton-patients: { roles: [patient-lead] }\n      taunton-lead:", "so that nothing can be promoted: one more person is needed as patient-lead, from taunton (taunton-patients has no key that is good today, and the rule asks for a signature).")]
    // Together there are too few, always, or at times.
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director, deputies: false }, ¦{ each: custodian, role: director, deputies: false, expire: 30d }]", "soak: 24h", "soak: 25h",
        "so that nothing can be promoted: one more person is needed as director, from each of taunton, sthk and blackpool.")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director, deputies: false }, ¦{ any: 1, role: director, deputies: false, when: { files-over: 10 } }]", "soak: 24h", "soak: 25h",
        "cannot fill this rule where all is asked that 'when' may ask, so that no such candidate can be promoted: one more person is needed as director")]
    [InlineData("      - or:\n", "      - { any: 1, role: tester, when: { labels: [beta] } }\n      - ¦{ any: 1, role: clinical-safety-officer, of: [taunton], when: { labels: [beta] } }\n      - or:\n", "soak: 24h", "soak: 25h",
        "cannot fill this rule for a release that is labelled 'beta', so that there can be none: one more person is needed as clinical-safety-officer, from taunton.")]
    // Nobody has the role, where that keeps back some promotions alone.
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director }, { or: [¦{ any: 1, role: dean }, { any: 1, role: clinical-lead }] }]", "soak: 24h", "soak: 25h", "nobody holds the role 'dean' today")]
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director }, ¦{ any: 1, role: dean, when: { files-over: 10 } }]", "soak: 24h", "soak: 25h", "nobody holds the role 'dean' today")]
    // Nobody could be told.
    [InlineData("github: IMS-MAXIMS/openMAXIMS", "github: ¦IMS-MAXIMS/openMAXIMS", "    app: 123456\n    private-key: file:/etc/custodian/app.pem\n", "", "nothing is shown at IMS-MAXIMS/openMAXIMS, because this service is nobody to GitHub: write 'app' and 'private-key'")]
    [InlineData("github: IMS-MAXIMS/openMAXIMS", "github: ¦IMS-MAXIMS/openMAXIMS", "    app: 123456\n    private-key: file:/etc/custodian/app.pem\n", "    token: env:GITHUB_TOKEN\n", "GitHub takes them from Apps alone")]
    // What decides nothing.
    [InlineData("gates:\n", "gates:\n  ¦spare: { checks: all, sign-offs: [{ each: custodian, role: director }] }\n", "soak: 24h", "soak: 25h", "no repository uses gate 'spare'")]
    [InlineData("  usability:", "  ¦spare: { type: command, run: [make] }\n  usability:", "soak: 24h", "soak: 25h", "no gate uses check 'spare', so it is never run")]
    [InlineData("closed: [2026-12-25, 2026-12-28]", "closed: ¦[2026-05-25, 2025-12-25]", "soak: 24h", "soak: 25h", "every day under 'closed' has passed, the last on 2026-05-25")]
    [InlineData("veto: [director]", "veto: ¦[]", "soak: 24h", "soak: 25h", "no rejection stops anything")]
    [InlineData("escalate: [{ after: 3d, to: [taunton-director, sthk-director] }]", "escalate: [¦{ after: 3d, to: [taunton-director, patients-voice, sthk-lead] }]", "from: 2026-01-01\n    until: 2036-01-01\n    github: 99", "until: 2026-01-01\n    github: 99",
        "'patients-voice' is to be told here and not in office today")]
    public void What_could_not_be_filled_or_decides_nothing_is_told_once_where_it_stands(string old, string other, string good, string bad, string words)
    {
        var (text, marks) = Sample.Unmark(Sample.Change(RichSample.With(good, bad), old, other));

        var warning = Assert.Single(Warnings(text));

        Assert.Equal(Assert.Single(marks), (warning.Line, warning.Column));
        Assert.Contains(words, warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_or_the_custodians_own_system_is_a_way_to_speak()
    {
        var without = RichSample.With("keys: \"" + Sample.SthkKey + "\"", "github: 77");

        Assert.Single(Warnings(without));
        Assert.Empty(Warnings(Sample.Change(without, "    name: St Helens and Knowsley\n", "    name: St Helens and Knowsley\n    hook-secret: env:STHK_HOOK_SECRET\n")));
    }

    [Fact]
    public void Trusts_that_merge_on_a_day_can_be_written_before_and_after_it()
    {
        const string Old = "  musgrove: { name: Musgrove Park, until: 2026-11-21 }\n";
        var text = RichSample.With("custodians:\n", $"custodians:\n{Old}");

        Assert.StartsWith("warning: musgrove has been no custodian since 2026-11-22", Assert.Single(Warnings(text)).Text, StringComparison.Ordinal);
        Assert.Empty(new SchemaValidator(System.Text.Json.Nodes.JsonNode.Parse(ConfigurationSchema.Text)!.AsObject()).Validate(text));
        // On its last day nobody can sign for it any more, which is told and not forbidden.
        Assert.Contains(Warnings(text, "2026-11-21"), warning => warning.Text.Contains("musgrove's seat as director is vacant today", StringComparison.Ordinal));
        Assert.Contains(Sample.Check(text.Replace(Old, "  musgrove: { name: Musgrove Park }\n", StringComparison.Ordinal)), problem => problem.Text.Contains("name at least the people", StringComparison.Ordinal));
    }

    [GeneratedRegex("[A-Z][0-9A-Z]?")]
    private static partial Regex Letter();
}
