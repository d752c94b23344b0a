using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Custodian.Policies;
using YamlDotNet.Core;
using Xunit;

namespace Custodian.Tests.Policies;

/// <summary>The published schema and the readers know the same keys.</summary>
public sealed partial class SchemaTests
{
    private const string Stranger = "zzzzzzzzzzzz";

    private static readonly JsonObject Schema = JsonNode.Parse(ConfigurationSchema.Text)!.AsObject();

    public static TheoryData<string> Samples => [Sample.Good, RichSample.Good, RichSample.WithToken];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_good_file_fits_the_schema(string text) => Assert.Empty(new SchemaValidator(Schema).Validate(text));

    [Theory]
    [InlineData("poll: 30s", "poll: 30 s")]
    [InlineData("checks-at-once: 4", "checks-at-once: many")]
    [InlineData("checks-at-once: 4", "checks-at-once: 65")]
    [InlineData("kind: patient", "kind: visitor")]
    [InlineData("kind: patient", "knd: patient")]
    [InlineData("    kind: patient\n", "")]
    [InlineData("retries: 1", "retries: 11")]
    [InlineData("min-assurance: signed, good-for: 90d", "min-assurance: signed, retries: 1")]
    [InlineData("after: 3d", "after: soon")]
    [InlineData("count: 1\n", "any: 1\n")]
    [InlineData("not-by: []", "not-by: [me]")]
    [InlineData("days: [mon, tue, wed, thu]", "days: [monday]")]
    [InlineData("from: \"09:00\"", "from: \"25:00\"")]
    [InlineData("generated: [\"**/gen/**\"]", "generated: [/gen]")]
    [InlineData("github: 99", "github: octocat")]
    [InlineData("genesis: 01", "genesis: x1")]
    [InlineData("ssh-key: /etc/custodian/id", "username2: a")]
    [InlineData("when: { files-over: 10 }", "when: {}")]
    [InlineData("  taunton:\n", "  Taunton:\n")]
    [InlineData("unlisted: review", "unlisted: maybe")]
    [InlineData("unreadable: fail", "unreadable: pass")]
    [InlineData("baseline: off", "baseline: none")]
    [InlineData("beef\"", "xyz!\"")]
    [InlineData("name: scancode, digest", "nam: scancode, digest")]
    [InlineData("ignore: true", "ignore: yes")]
    [InlineData("paths: [images/**], declared", "declared")]
    [InlineData("app: 123456", "app: custodian")]
    [InlineData("    app: 123456\n", "")]
    [InlineData("api: https://github", "api: github")]
    [InlineData("github: IMS-MAXIMS/openMAXIMS", "github: https://github.com/IMS-MAXIMS/openMAXIMS")]
    public void What_the_readers_refuse_does_not_fit_it_either(string good, string bad)
    {
        var text = RichSample.With(good, bad);

        Assert.NotEmpty(Sample.Check(text));
        Assert.NotEmpty(new SchemaValidator(Schema).Validate(text));
    }

    [Fact]
    public void Every_key_of_the_schema_stands_in_the_sample()
    {
        var validator = new SchemaValidator(Schema);
        validator.Validate(RichSample.Good);
        validator.Validate(RichSample.WithToken);

        var met = validator.Sections.GroupBy(section => string.Join(' ', section.Keys)).ToDictionary(group => group.Key, group => group.SelectMany(section => section.Present).ToHashSet());
        var closed = Closed(Schema).Select(properties => properties.Select(pair => pair.Key).ToArray()).ToList();

        Assert.NotEmpty(closed);
        Assert.All(closed, keys => Assert.Empty(keys.Except(met.GetValueOrDefault(string.Join(' ', keys)) ?? [])));
    }

    // A reader tells what could stand in a section to whoever writes a key that nobody knows.
    [Fact]
    public void In_every_section_the_readers_know_the_keys_that_the_schema_knows_and_no_others()
    {
        var validator = new SchemaValidator(Schema);
        Assert.Empty(validator.Validate(RichSample.Good));

        Assert.True(validator.Sections.Count > 40);
        Assert.All(validator.Sections, section =>
        {
            var problem = Assert.Single(Sample.Check(WithStranger(RichSample.Good, section.At)), one => one.Text.Contains(Stranger, StringComparison.Ordinal));
            var possible = Possible().Match(problem.Text) is { Success: true } match ? match.Groups[1].Value.Split(", ") : [];
            Assert.Equal(section.Keys.Order(), section.Present.Concat(possible).Order());
        });
    }

    [Fact]
    public void What_the_front_page_shows_can_be_written()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Custodian.sln"))) folder = folder.Parent;
        var shown = File.ReadAllText(Path.Combine(folder!.FullName, "README.md")).Split("```yaml\n")[1].Split("```")[0];
        // The page shows the two parts that this leaves out.
        var (policy, custodians, gates) = (At("policy:\n"), At("custodians:\n"), At("gates:\n"));
        var text = RichSample.Good[..policy] + RichSample.Good[custodians..gates] + shown;

        Assert.Empty(Sample.Check(text));
        Assert.Empty(new SchemaValidator(Schema).Validate(text));
        static int At(string section) => RichSample.Good.IndexOf(section, StringComparison.Ordinal);
    }

    private static string WithStranger(string text, Mark at)
    {
        var lines = text.Split('\n');
        var (line, column) = ((int)at.Line - 1, (int)at.Column - 1);
        lines[line] = lines[line][column] == '{'
            ? lines[line].Insert(column + 1, $" {Stranger}: x,")
            : lines[line].Insert(column, $"{Stranger}: x\n{new string(' ', column)}");
        return string.Join('\n', lines);
    }

    private static IEnumerable<JsonObject> Closed(JsonNode? node) => node switch
    {
        JsonObject part => part.SelectMany(pair => Closed(pair.Value)).Concat(part["properties"] is JsonObject properties && part["type"] is not null ? [properties] : []),
        JsonArray items => items.SelectMany(Closed),
        _ => [],
    };

    [GeneratedRegex(@"What could stand here: (.*)\.\z")]
    private static partial Regex Possible();
}
