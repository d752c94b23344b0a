using System.Globalization;
using Custodian.EndToEnd.Estates;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>A failure that every custodian waived, by the command line, from the proposal to the tag.</summary>
public sealed class WaiverTests
{
    [Fact]
    public async Task What_every_director_waived_becomes_gold_and_its_release_says_so()
    {
        var until = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(60).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await using var estate = await TestEstate.AdoptedAsync(new());
        var commit = await estate.PushAsync("broken");
        await estate.LookAsync(() => estate.WhyAsync(commit), why => (string?)why["state"] == "reject");

        var said = await RunAsync(
            estate, "waiver", People.Taunton, "--commit", commit, "--check", "tests", "--until", until, "--reason", "The scale of the test is broken.", "--clinical-risk", "None: doses are weighed by hand.");
        var subject = said.Split("ledger: ")[1].Split('.')[0];
        Assert.StartsWith("waiver:", subject, StringComparison.Ordinal);
        foreach (var director in People.Directors.Where(director => director != People.Taunton))
        {
            var signed = await CommandLineClient.RunAsync(Arguments(estate, "sign-off", director, "--commit", commit, "--subject", subject, "--role", "director", "--approve"));
            Assert.True(signed.Succeeded, signed.Error);
            // What is signed is read before it is signed.
            Assert.Contains("Clinical risk: None: doses are weighed by hand.", signed.Error, StringComparison.Ordinal);
        }

        await estate.LookAsync(() => estate.WhyAsync(commit), why => (string?)why["state"] == "hold");
        foreach (var person in People.Signers) await RunAsync(estate, "sign-off", person, "--commit", commit, "--role", person == People.Cso ? "clinical-safety-officer" : "director", "--approve");
        await estate.GoldBecomesAsync(commit);

        await estate.ReleaseAsync("11.0.1");

        await estate.Git.RunAsync(estate.Clone, "fetch", "-q", "--tags");
        Assert.Contains($"\nWaiver: tests until {until}T00:00:00Z sha256:{subject["waiver:".Length..]}\n", await estate.Git.RunAsync(estate.Clone, "cat-file", "tag", "certified/11.0.1"), StringComparison.Ordinal);
        Assert.True((await CommandLineClient.RunAsync("ledger", "verify", "--server", estate.Server)).Succeeded);
    }

    private static Task<string> RunAsync(TestEstate estate, string verb, string person, params string[] more) => CommandLineClient.MustAsync(Arguments(estate, verb, person, more));

    private static string[] Arguments(TestEstate estate, string verb, string person, params string[] more) =>
        [verb, "--server", estate.Server, "--repository", TestEstate.Repository, "--as", person, "--key", estate.People.Key(person), .. more];
}
