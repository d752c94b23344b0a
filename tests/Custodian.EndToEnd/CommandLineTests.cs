using System.Text.Json;
using System.Text.RegularExpressions;
using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>What the command line answers to people who make mistakes, and to scripts.</summary>
[Collection(OneDoorAtATime.Name)]
public sealed partial class CommandLineTests(DoorEstate shared)
{
    private const string Unseen = "0123456789012345678901234567890123456789";

    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINaP3hU5JpLQaJPW+sDQDGMBlzA3kxo3e2TxNDfK8+CP";
    private const string OtherKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINY3sSswE0COmCWw4ZunydRl0UWswWRK+Oabfvykz7zE";

    // '¦' stands before each of the ten mistakes.
    private const string TenMistakes = """
        service:
          poll: ¦soon
          ¦colour: red
        custodians:
          taunton:
            name: Taunton
            hook-secret: ¦whsec_written-into-the-file
            people:
              taunton-director: { roles: [director], from: ¦2015-02-30 }
          sthk:
            name: St Helens
            people:
              sthk-director: { roles: [director, ¦director] }
        repositories:
          openmaxims:
            url: ¦ext::sh -c id
            source: [¦main]
            gold: ¦refs/tags/gold
            checks: [tests]
            gate: ¦standart
        checks:
          tests: { type: command, run: [ant, test], timeout: ¦forever }
        gates:
          standard:
            checks: all
            sign-offs: [{ each: custodian, role: director }]
        """;

    [Theory]
    [InlineData("config", "check")]
    [InlineData("serve", "--config")]
    public async Task Ten_mistakes_are_reported_at_once_each_with_its_line_and_column(string verb, string more)
    {
        using var folder = new PeerFolder();
        var (text, marks) = Unmark(TenMistakes);
        var file = folder.Write("custodian.yaml", text);
        string[] data = verb == "serve" ? ["--data", folder["data"], "--urls", "http://127.0.0.1:0"] : [];

        var ended = await CommandLineClient.RunAsync([verb, more, file, .. data]);

        Assert.Equal(2, ended.ExitCode);
        var problems = ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith($"{file}:", StringComparison.Ordinal)).ToList();
        Assert.True(problems.Count == 10, ended.Error);
        Assert.Equal(marks, problems.Select(problem => Place().Match(problem[file.Length..])).Select(place => (int.Parse(place.Groups[1].Value), int.Parse(place.Groups[2].Value))));
        Assert.DoesNotContain("whsec_written", ended.Error);
        Assert.Equal("", ended.Output);
        Assert.False(Directory.Exists(folder["data"]));
    }

    [Theory]
    [InlineData("conquer")]
    [InlineData("why", "--shout")]
    [InlineData("serve")]
    [InlineData("serve", "--config", "/nowhere/custodian.yaml")]
    [InlineData("config", "check", "/nowhere/custodian.yaml")]
    [InlineData("why", "--server", "http://127.0.0.1:1", "openmaxims", "abc1234")]
    [InlineData("why", "--server", "ftp://127.0.0.1", "openmaxims", Unseen)]
    [InlineData("sign-off", "--server", "http://127.0.0.1:1", "--repository", "openmaxims", "--commit", Unseen, "--as", "a", "--role", "b", "--key", "c", "--approve", "--reject")]
    public async Task Wrong_use_ends_with_2(params string[] arguments)
    {
        var ended = await CommandLineClient.RunAsync(arguments);

        Assert.Equal(2, ended.ExitCode);
        Assert.NotEqual("", ended.Error);
        Assert.DoesNotContain("   at ", ended.Error);
    }

    [Fact]
    public async Task A_server_that_is_not_there_ends_with_3()
    {
        var ended = await CommandLineClient.RunAsync("why", "--server", $"http://127.0.0.1:{FreePort.Next()}", TestEstate.Repository, Unseen, "--json");

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("does not answer", ended.Error);
        Assert.Equal("", ended.Output);
    }

    [Fact]
    public async Task A_commit_never_seen_is_unknown_at_once()
    {
        var why = await WhyAsync(Unseen);

        Assert.Equal(1, why.ExitCode);
        using var document = OneDocument(why);
        Assert.Equal("unknown", document.RootElement.GetProperty("state").GetString());
        Assert.Equal(Unseen, document.RootElement.GetProperty("commit").GetString());
    }

    [Fact]
    public async Task Why_and_the_verdict_s_door_give_the_same_document()
    {
        var why = await WhyAsync(shared.Commit);

        using var document = OneDocument(why);
        var door = await shared.Estate.WhyAsync(shared.Commit);
        Assert.Equal(door.AsObject().Select(member => member.Key), document.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(door["reasons"]!.ToJsonString(), System.Text.Json.Nodes.JsonNode.Parse(document.RootElement.GetProperty("reasons").GetRawText())!.ToJsonString());
        Assert.Equal("hold", document.RootElement.GetProperty("state").GetString());
        Assert.Contains("blackpool: director", document.RootElement.GetProperty("reasons").GetRawText());
    }

    [Fact]
    public async Task The_first_gold_is_promoted_and_ends_with_0()
    {
        var why = await WhyAsync(shared.Estate.First);

        Assert.Equal(0, why.ExitCode);
        using var document = OneDocument(why);
        Assert.Equal("promoted", document.RootElement.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_repository_that_is_not_there_ends_with_2_and_says_so()
    {
        var ended = await CommandLineClient.RunAsync("why", "--server", shared.Estate.Server, "another", Unseen, "--json");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("No repository is called 'another'", ended.Error);
        Assert.Equal("", ended.Output);
    }

    [Theory]
    [InlineData("127.0.0.1:5080", "write an address such as http://127.0.0.1:5080")]
    [InlineData("https://127.0.0.1:0", "An https address needs a certificate")]
    public async Task An_address_that_cannot_be_listened_at_ends_with_2_in_one_sentence(string urls, string sentence)
    {
        using var folder = new PeerFolder();
        var config = folder.Write("custodian.yaml", $$"""
            custodians:
              taunton: { name: Taunton, people: { a: { roles: [director], keys: ["{{Key}}"] } } }
              sthk: { name: St Helens, people: { b: { roles: [director], keys: ["{{OtherKey}}"] } } }
            repositories:
              openmaxims: { url: openmaxims.git, source: refs/heads/main, gold: refs/heads/gold, checks: [tests], gate: standard }
            checks: { tests: { type: command, run: [make, test] } }
            gates: { standard: { checks: all, sign-offs: [{ each: custodian, role: director }] } }
            """);

        // A development certificate of the person who runs the tests would do.
        var ended = await CommandLineClient.RunAsync(new Dictionary<string, string> { ["HOME"] = folder.Path }, "serve", "--config", config, "--data", folder["data"], "--urls", urls);

        Assert.Equal(2, ended.ExitCode);
        var line = Assert.Single(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => !line.StartsWith('{'));
        Assert.Contains(sentence, line);
        Assert.DoesNotContain("   at ", ended.Error);
    }

    [Fact]
    public async Task The_help_that_a_mistake_points_to_is_there()
    {
        var ended = await CommandLineClient.RunAsync("ledger", "verify", "--shout");

        Assert.Contains("Try: custodian ledger verify --help", ended.Error);
        Assert.Contains("Try: custodian --help", (await CommandLineClient.RunAsync("conquer")).Error);
    }

    [Fact]
    public async Task Long_work_tells_on_a_terminal_what_it_is_at_and_elsewhere_not()
    {
        string[] arguments = ["sign-off", "--server", shared.Estate.Server, "--repository", TestEstate.Repository, "--commit", shared.Commit, "--path", shared.Estate.Clone,
            "--as", People.Sthk, "--role", "director", "--key", "/no/such/key", "--approve"];

        var typed = await CommandLineClient.RunOnTerminalAsync(arguments);
        var scripted = await CommandLineClient.RunAsync(arguments);

        Assert.Contains("reading every file of", typed.Output);
        Assert.DoesNotContain("reading every file of", scripted.Output + scripted.Error);
        Assert.Equal((2, 2), (typed.ExitCode, scripted.ExitCode));
    }

    [Fact]
    public async Task Help_is_given_and_ends_with_0()
    {
        var help = await CommandLineClient.RunAsync("--help");

        Assert.Equal(0, help.ExitCode);
        Assert.All(["serve", "adopt", "demo", "config", "policy", "gate", "sign-off", "why", "explain", "check", "release", "ledger"], verb => Assert.Contains($"  {verb}", help.Output));
    }

    private Task<ProgramResult> WhyAsync(string commit) => CommandLineClient.RunAsync("why", "--server", shared.Estate.Server, TestEstate.Repository, commit, "--json");

    // The whole of standard output: anything beside the document fails here.
    private static JsonDocument OneDocument(ProgramResult ended)
    {
        Assert.True(ended.Output.StartsWith('{'), ended.Error);
        return JsonDocument.Parse(ended.Output);
    }

    private static (string Text, IReadOnlyList<(int Line, int Column)> Marks) Unmark(string marked)
    {
        var lines = marked.ReplaceLineEndings("\n").Split('\n');
        var marks = new List<(int, int)>();
        for (var line = 0; line < lines.Length; line++)
        {
            var column = lines[line].IndexOf('¦');
            if (column < 0) continue;

            marks.Add((line + 1, column + 1));
            lines[line] = lines[line].Remove(column, 1);
        }

        return (string.Join('\n', lines), marks);
    }

    [GeneratedRegex("^:([0-9]+):([0-9]+): .+")]
    private static partial Regex Place();
}
