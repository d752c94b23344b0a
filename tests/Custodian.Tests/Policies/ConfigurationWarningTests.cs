using Custodian.Checks;
using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

/// <summary>What is legal and surely not meant, on 22 November 2026 unless said otherwise.</summary>
public sealed class ConfigurationWarningTests
{
    private static IReadOnlyList<Problem> Warnings(string text, string day = "2026-11-22")
    {
        using var file = new SampleFile(text);
        var configuration = ConfigurationFile.Load(file.Path, [new CommandSchema()], out var places);
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
    [InlineData("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director }, { any: 1, role: director }]", "")]
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

        Assert.Contains("sthk's seat as director", Assert.Single(warnings).Text);
    }

    [Fact]
    public void A_rule_for_several_warns_while_fewer_are_in_office()
    {
        var text = Sample.With("        roles: [clinical-safety-officer]\n        until: 2031-12-31", "        roles: [clinical-safety-officer]\n        until: 2026-01-31")
            .Replace("- any: 1\n        role: clinical-safety-officer", "- any: 2\n        role: clinical-safety-officer", StringComparison.Ordinal)
            .Replace("developer: { name: Dev Eloper }", "developer: { name: Dev Eloper, roles: [clinical-safety-officer] }", StringComparison.Ordinal);

        Assert.Contains("only 1 of the 2 that this rule asks for", Assert.Single(Warnings(text)).Text);
    }
}
