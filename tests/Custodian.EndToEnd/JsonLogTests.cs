using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Custodian.EndToEnd.Estates;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>What a service that nobody watches on a terminal writes to standard error: one JSON document a line.</summary>
public sealed partial class JsonLogTests
{
    // The one line for people, on standard output.
    private const string Ready = "Custodian is ready at ";

    [Fact]
    public async Task Every_line_is_JSON_and_every_line_about_a_candidate_names_its_repository_and_commit()
    {
        await using var estate = await TestEstate.AdoptedAsync(new());
        var commit = await estate.PushAsync("dose");
        await estate.AwaitsPeopleAsync(commit);
        foreach (var person in People.Signers) await estate.VoteAsync(person, commit);
        await estate.GoldBecomesAsync(commit);
        await estate.ReleaseAsync("1.0");

        var log = await Eventually.BecomesAsync(() => Task.FromResult(estate.Service.Log), text => text.Contains("\"Released ", StringComparison.Ordinal), "the release is logged");

        var lines = Lines(log);
        Assert.All(lines, line => Assert.Matches(Time(), (string?)line["Timestamp"]));
        Assert.Matches("^SQLite [0-9]+[.][0-9]+[.][0-9]+ is linked$", (string?)lines[0]["Message"]);

        var about = About(lines, commit);
        Assert.Equal(
            ["Candidate", "Check", "Gold", "Released", "Sign-off", "Verdict"],
            about.Select(line => ((string)line["Message"]!).Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_job_that_fails_names_the_candidate_like_every_other_line()
    {
        await using var estate = await TestEstate.AdoptedAsync(new());
        var commit = await estate.PushAsync("dose");
        await estate.AwaitsPeopleAsync(commit);
        await File.WriteAllTextAsync(Path.Combine(estate["service data"], "mirrors", $"{TestEstate.Repository}.git", "config"), "[damaged", TestContext.Current.CancellationToken);

        await estate.VoteAsync(People.Sthk, commit);

        // Other jobs meet the same damage, and may be told first.
        var told = $"Decide of {TestEstate.Repository} {commit} failed";
        var log = await Eventually.BecomesAsync(() => Task.FromResult(estate.Service.Log), text => text.Contains(told, StringComparison.Ordinal), "the failure is logged");
        Assert.Contains(About(Lines(log), commit), line => ((string)line["Message"]!).StartsWith(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_alarm_of_a_freeze_names_the_repository_and_the_commit_that_was_found()
    {
        await using var estate = await TestEstate.AdoptedAsync(new());
        var others = await estate.PushAsync("others", branch: "refs/heads/elsewhere");
        await estate.MovePastTheGateAsync(TestEstate.Gold, others);

        await estate.LookAsync(estate.ViewAsync, view => (string?)view["state"] == "frozen");

        var log = await Eventually.BecomesAsync(() => Task.FromResult(estate.Service.Log), text => text.Contains("ALARM", StringComparison.Ordinal), "the alarm is logged");
        var alarm = Assert.Single(Lines(log), line => ((string)line["Message"]!).StartsWith("ALARM: ", StringComparison.Ordinal));
        Assert.Equal("Critical", (string?)alarm["LogLevel"]);
        Assert.Equal((TestEstate.Repository, others), ((string?)alarm["State"]!["Repository"], (string?)alarm["State"]!["Commit"]));
    }

    private static List<JsonObject> Lines(string log) =>
        [.. log.Split('\n').Where(line => !line.StartsWith(Ready, StringComparison.Ordinal)).Select(line => JsonNode.Parse(line)!.AsObject())];

    /// <summary>The lines that name a commit, each of which names it in its own member, too.</summary>
    private static List<JsonObject> About(List<JsonObject> lines, string commit)
    {
        var about = lines.FindAll(line => line.ToJsonString().Contains(commit[..8], StringComparison.Ordinal));
        Assert.All(about, line => Assert.Equal((TestEstate.Repository, commit), ((string?)line["State"]!["Repository"], (string?)line["State"]!["Commit"])));
        return about;
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$")]
    private static partial Regex Time();
}
