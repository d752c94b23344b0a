using Custodian.Checks;
using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Checks;

public sealed class HostileReportTests : IDisposable
{
    private const string Good = "<testsuite><testcase name='a'/></testsuite>";

    private readonly CheckBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task An_external_entity_is_refused()
    {
        bench.Write("made", $"<!DOCTYPE t [<!ENTITY x SYSTEM 'file://{bench.Data}/secret'>]><testsuite><testcase name='&x;'><failure/></testcase></testsuite>");

        var report = await RefusedAsync("cp made TEST-s.xml", "cannot be read: For security reasons DTD is prohibited");

        Assert.DoesNotContain(CheckBench.Secret, report.Summary + report.Log);
    }

    [Fact]
    public async Task A_billion_laughs_are_refused()
    {
        bench.Write("made", "<!DOCTYPE t [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]><testsuite name='&c;'/>");

        await RefusedAsync("cp made TEST-s.xml", "DTD is prohibited");
    }

    [Fact]
    public async Task A_link_is_refused_even_to_a_good_report()
    {
        bench.Write("made", Good);

        await RefusedAsync("ln -s made TEST-s.xml", "the report TEST-s.xml is a symbolic link");
    }

    [Fact]
    public async Task A_folder_that_is_a_link_is_not_entered()
    {
        File.WriteAllText(Path.Combine(bench.Data, "TEST-s.xml"), Good);

        await RefusedAsync($"ln -s '{bench.Data}' reports", "no report was written");
    }

    [Fact]
    public async Task A_pipe_is_refused_at_once() => await RefusedAsync("mkfifo TEST-s.xml", "it is not a regular file");

    [Fact]
    public async Task A_socket_is_refused()
    {
        // Killed, so that it does not take its socket away.
        await RefusedAsync("node -e \"require('net').createServer().listen('TEST-s.xml', () => process.kill(process.pid, 9))\"; true", "cannot be read: it cannot be opened");
    }

    [Fact]
    public async Task A_report_over_the_limit_is_refused() =>
        await RefusedAsync("truncate -s 65M TEST-s.xml", "the report TEST-s.xml is larger than 64 MiB");

    [Fact]
    public async Task Reports_over_the_limit_together_are_refused() =>
        await RefusedAsync("for i in 1 2 3 4 5 6 7 8 9; do truncate -s 60M TEST-$i.xml; done", "the reports are larger than 512 MiB together");

    [Fact]
    public async Task Too_many_reports_are_refused() =>
        await RefusedAsync("seq 10001 | sed 's/.*/TEST-&.xml/' | xargs touch", "there are more than 10,000 reports");

    [Fact]
    public async Task Endless_depth_is_refused() =>
        await RefusedAsync("{ echo '<testsuite>'; yes '<a>' | head -n 5000000; } > TEST-s.xml", "nested deeper than 64");

    [Fact]
    public async Task Millions_of_attributes_are_refused() =>
        await RefusedAsync("{ echo '<testsuite '; yes \"a='' \" | head -n 5000000; echo '/>'; } > TEST-s.xml", "more than 1000 attributes");

    [Fact]
    public async Task A_folder_that_shuts_us_out_does_not_hide_reports()
    {
        bench.Write("made", "<testsuite><testcase name='a'><failure/></testcase></testsuite>");

        var report = await bench.ShellAsync("mkdir shut; cp made shut/TEST-s.xml; chmod 0 shut/TEST-s.xml shut", CheckBench.WithReports);

        Assert.Equal((CheckOutcome.Failed, "1 of 1 test failed: a"), (report.Outcome, report.Summary));
    }

    [Fact]
    public async Task Names_are_made_safe_and_kept_within_bounds()
    {
        // A line break, a turn of the writing direction, and a name of 100,000 characters; 60 in all.
        bench.Write("made.js", """
            const fail = name => `<testcase name="${name}"><failure/></testcase>`;
            const names = ['one&#10;two&#x202E;', 'n'.repeat(100000), ...Array.from({ length: 58 }, (_, i) => 'x' + i)];
            require('fs').writeFileSync('TEST-s.xml', `<testsuite>${names.map(fail).join('')}</testsuite>`);
            """);

        var report = await bench.RunAsync(settings => CheckBench.WithReports(settings) with { Run = ["node", "made.js"] });

        Assert.Equal(60, report.Failed);
        Assert.Equal(TestTally.MostNames, report.FailingTests.Count);
        Assert.Equal("one two", report.FailingTests[0]);
        Assert.Equal(300, report.FailingTests[1].Length);
        Assert.EndsWith(" and 57 more", report.Summary);
    }

    private async Task<CheckReport> RefusedAsync(string script, string why)
    {
        var report = await bench.ShellAsync(script, CheckBench.WithReports);

        Assert.Equal(CheckOutcome.NoReport, report.Outcome);
        Assert.Contains(why, report.Summary);
        Assert.Null(report.Tests);
        return report;
    }
}
