using System.Text.Json.Nodes;
using Custodian.Checks;
using Xunit;

namespace Custodian.Tests.Policies;

public sealed class CommandSchemaTests
{
    private const string Lint = "lint: { type: command, run: [\"./lint\"] }";

    private static CommandSettings SettingsOf(string text) => CommandSettings.From(Sample.Load(text).Checks["lint"].Settings);

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var settings = SettingsOf(Sample.Good);

        Assert.Equal(["./lint"], settings.Run);
        Assert.Null(settings.Reports);
        Assert.Equal(TimeSpan.FromMinutes(30), settings.Timeout);
        Assert.Equal(2L << 30, settings.Memory);
        Assert.Equal(256, settings.Processes);
        Assert.Equal(1L << 30, settings.FileSize);
        Assert.Equal(TimeSpan.FromMinutes(30), settings.CpuTime);
        Assert.Equal(("none", "required"), (settings.Network, settings.Sandbox));
        Assert.Empty(settings.ReadOnly);
        Assert.Empty(settings.Environment);
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var settings = SettingsOf(Sample.With(Lint, """
            lint:
                type: command
                run: [sh, -c, "one\ntwo", one, one, ""]
                reports: out/*.xml
                timeout: 10s
                memory: 512MiB
                processes: 8
                file-size: 10KiB
                cpu-time: 5s
                network: none
                sandbox: none
                read: [/opt/ant/, /opt/jdk]
                environment: { ANT_OPTS: -Xmx1g, EMPTY: "" }
            """));

        Assert.Equal(["sh", "-c", "one\ntwo", "one", "one", ""], settings.Run);
        Assert.Equal("out/*.xml", settings.Reports);
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)), (settings.Timeout, settings.CpuTime));
        Assert.Equal((512L << 20, 8, 10L << 10), (settings.Memory, settings.Processes, settings.FileSize));
        Assert.Equal("none", settings.Sandbox);
        Assert.Equal(["/opt/ant", "/opt/jdk"], settings.ReadOnly);
        Assert.Equal(("-Xmx1g", ""), (settings.Environment["ANT_OPTS"], settings.Environment["EMPTY"]));
    }

    [Fact]
    public void Settings_are_read_back_from_their_stored_form_too()
    {
        var stored = Sample.Load(Sample.Good).Checks["tests"].Settings;

        var settings = CommandSettings.From(JsonNode.Parse(stored.ToJsonString())!.AsObject());

        Assert.Equal((TimeSpan.FromMinutes(20), 4L << 30, "**/TEST-*.xml"), (settings.Timeout, settings.Memory, settings.Reports));
        Assert.Equal("command", stored["type"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("run: ¦ant test", "list of words")]
    [InlineData("run: ¦[]", "list of words")]
    [InlineData("run: [¦\"\", a]", "program's name")]
    [InlineData("run: [a, ¦[b]]", "must be text")]
    [InlineData("run: [a], reports: ¦/etc/*.xml", "within the code")]
    [InlineData("run: [a], reports: ¦../*.xml", "within the code")]
    [InlineData("run: [a], timeout: ¦25h", "between 1s and 1d")]
    [InlineData("run: [a], timeout: ¦0s", "between 1s")]
    [InlineData("run: [a], memory: ¦4GB", "4GiB")]
    [InlineData("run: [a], processes: ¦0", "between 1")]
    [InlineData("run: [a], network: ¦host", "only 'none'")]
    [InlineData("run: [a], sandbox: ¦no", "'required', 'none'")]
    [InlineData("run: [a], read: [¦opt]", "whole paths")]
    [InlineData("run: [a], read: [¦/opt/../etc]", "whole paths")]
    [InlineData("run: [a], read: [¦/]", "open the sandbox")]
    [InlineData("run: [a], read: [¦/proc/1]", "open the sandbox")]
    [InlineData("run: [a], environment: { ¦1A: b }", "cannot be a variable")]
    [InlineData("run: [a], environment: { ¦CUSTODIAN_OWNER: b }", "remove it")]
    [InlineData("run: [a], environment: ¦[A]", "keys and values")]
    [InlineData("run: [a], ¦report: a.xml", "did you mean 'reports'")]
    [InlineData("timeout: 3m", "'run' is missing")]
    public void A_mistake_is_reported_where_it_stands(string keys, string word)
    {
        var (text, marks) = Sample.Unmark(Sample.With(Lint, $"lint: {{ type: command, {keys} }}"));

        var problem = Assert.Single(Sample.Check(text));

        Assert.Contains(word, problem.Text);
        Assert.All(marks, mark => Assert.Equal(mark, (problem.Line, problem.Column)));
    }
}
