using System.Text;
using Custodian.EndToEnd.Estates;
using Custodian.Intake;
using Custodian.Releases;
using Custodian.Rules;
using Custodian.SignOffs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>The command line signs the release that its user asked for, and no other tag that a server slips in.</summary>
public sealed class LyingReleaseTests : IAsyncLifetime
{
    private static readonly CommitSha Gold = new(new string('1', 40));
    private static readonly CommitSha Other = new(new string('2', 40));
    private static readonly string Content = new('3', 64);
    private static readonly string Policy = new('4', 64);

    private LyingServer server = null!;

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static string Honest => Draft();

    public async ValueTask InitializeAsync() => server = await LyingServer.MakeAsync(People.Taunton, People.Sthk, People.Cso);

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task An_honest_draft_is_signed_after_saying_what_is_signed()
    {
        await ServeAsync(Honest, null);

        var (_, error) = await ReleaseAsync();

        Assert.Equal(1, server.Received);
        Assert.Contains($"You propose certified/1.0 of {TestEstate.Repository} at {Gold}.", error);
    }

    [Theory]
    [InlineData("commit")]
    [InlineData("version")]
    [InlineData("policy")]
    [InlineData("person")]
    [InlineData("sentence")]
    [InlineData("behind")]
    [InlineData("time")]
    public async Task A_draft_that_differs_in_one_thing_is_not_signed(string thing)
    {
        await ServeAsync(thing switch
        {
            "commit" => Draft(commit: Other),
            "version" => Draft(version: "1.1"),
            "policy" => Draft(policy: new string('5', 64)),
            "person" => Draft(person: People.Cso),
            "sentence" => Honest.Replace("by every custodian", "by nobody"),
            "behind" => Honest + "I owe you a million.\n",
            _ => Draft(seconds: Now - 3600),
        }, null);

        var (exitCode, error) = await ReleaseAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("nothing was signed", error);
        Assert.Equal(0, server.Received);
    }

    [Fact]
    public async Task An_honest_proposal_is_signed_after_saying_what_is_signed()
    {
        await ServeAsync("", await ProposalAsync(Draft(person: People.Sthk), People.Sthk));

        var (_, error) = await ReleaseAsync();

        Assert.Equal(1, server.Received);
        Assert.Contains($"You sign for certified/1.0 of {TestEstate.Repository} at {Gold}.", error);
    }

    [Theory]
    [InlineData("commit")]
    [InlineData("policy")]
    [InlineData("proposer")]
    [InlineData("sentence")]
    [InlineData("signer")]
    [InlineData("behind")]
    public async Task A_proposal_that_differs_in_one_thing_is_not_signed(string thing)
    {
        var draft = Draft(person: People.Sthk);
        await ServeAsync("", thing switch
        {
            "commit" => await ProposalAsync(Draft(person: People.Sthk, commit: Other), People.Sthk),
            "policy" => await ProposalAsync(Draft(person: People.Sthk, policy: new string('5', 64)), People.Sthk),
            "proposer" => await ProposalAsync(Draft(person: People.Cso), People.Sthk),
            "sentence" => await ProposalAsync(draft.Replace("by every custodian", "by nobody"), People.Sthk),
            "signer" => await ProposalAsync(draft, People.Cso),
            _ => await ProposalAsync(draft, People.Sthk, "I owe you a million.\n"),
        });

        var (exitCode, error) = await ReleaseAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("nothing was signed", error);
        Assert.Equal(0, server.Received);
    }

    private static string Draft(CommitSha? commit = null, string version = "1.0", string? policy = null, string person = People.Taunton, long? seconds = null) =>
        CertifiedTag.Draft(TestEstate.Repository, version, commit ?? Gold, Content, policy ?? Policy, person, person.Split('-')[0], seconds ?? Now, []);

    private async Task<ReleaseView> ProposalAsync(string text, string signer, string behind = "")
    {
        var tag = Encoding.UTF8.GetBytes(text + await server.People.SignAsync(signer, Encoding.UTF8.GetBytes(text), "git") + behind);
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(tag));
        var motion = new ReleaseMotion(TestEstate.Repository, "1.0", Gold, Content, sha256);
        return new()
        {
            Repository = TestEstate.Repository, Version = "1.0", Commit = Gold, Digest = motion.Digest(), ProposedBy = People.Sthk, State = "proposed",
            TagName = "certified/1.0", Awaited = ["taunton"], Motion = motion.ToBytes(), Tag = tag,
        };
    }

    private async Task<(int ExitCode, string Error)> ReleaseAsync()
    {
        var ended = await CommandLineClient.RunAsync(
            "release", "--server", server.Url, "--repository", TestEstate.Repository, "--version", "1.0", "--as", People.Taunton, "--key", server.People.Key(People.Taunton), "--wait", "0");
        return (ended.ExitCode, ended.Error);
    }

    private Task ServeAsync(string draft, ReleaseView? proposal)
    {
        var path = $"/api/v1/releases/{TestEstate.Repository}/1.0";
        return server.ServeAsync(
            app =>
            {
                app.MapGet($"/api/v1/repositories/{TestEstate.Repository}", () => Results.Json(new RepositoryView
                {
                    Name = TestEstate.Repository, State = "adopted", Gold = Gold, Source = [], GoldRef = TestEstate.Gold, Rules = Content, Policy = Policy, PolicyAdopted = true, Candidates = [],
                }));
                app.MapGet(path, () => proposal is null ? Results.Problem("none", statusCode: 404, type: "urn:custodian:problem:not-found") : Results.Json(proposal));
                app.MapGet($"{path}/draft", () => Results.Bytes(Encoding.UTF8.GetBytes(draft), "text/plain"));
                app.MapGet("/trust/allowed_signers", () => string.Concat(
                    $"{People.Sthk} namespaces=\"git,custodian-sign-off\" {server.People.PublicKey(People.Sthk)}\n",
                    $"{People.Sthk} namespaces=\"custodian-sign-off\" {server.People.PublicKey(People.Cso)}\n"));
            },
            "/api/v1/releases",
            "/api/v1/sign-offs");
    }
}
