using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>POST /api/v1/sign-offs, with statements signed by OpenSSH.</summary>
[Collection(OneDoorAtATime.Name)]
public sealed class SshDoorTests(DoorEstate shared)
{
    private const string Path = "/api/v1/sign-offs";

    private People People => shared.Estate.People;

    private Doors Doors => shared.Estate.Doors;

    [Theory]
    [InlineData(People.Sthk)]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public async Task Each_kind_of_key_that_the_policy_gives_a_person_signs_for_them(string key)
    {
        var statement = await StatementAsync();

        var answer = await Doors.SendSignedAsync(statement, await People.SignAsync(key, statement));

        Assert.True((int)answer.Status == 201, answer.ToString());
        var recorded = Assert.Single(shared.Estate.Ledger.Of("sign-off"), fact => fact.Seq == (long)answer.Json["seq"]!).Body;
        Assert.Equal(("ssh", People.Sthk), ((string?)recorded["door"], (string?)recorded["person"]));
        Assert.StartsWith("SHA256:", (string?)recorded["key"]);
    }

    [Fact]
    public async Task A_key_that_an_agent_holds_signs_by_the_command_line()
    {
        using var folder = new PeerFolder();
        var socket = folder["agent"];
        await using var agent = new PeerProgram(Peer.Require("ssh-agent", "openssh-client"), ["-D", "-a", socket], folder.Path);
        await agent.WaitUntilAsync(_ => Task.FromResult(File.Exists(socket)), TestContext.Current.CancellationToken);
        var environment = new Dictionary<string, string> { ["SSH_AUTH_SOCK"] = socket };
        var added = await new ProgramRunner("tests").RunAsync(
            new()
            {
                Program = Peer.Require("ssh-add", "openssh-client"),
                Arguments = ["-q", People.Key("ecdsa")],
                Environment = environment,
                Timeout = TimeSpan.FromSeconds(30),
            },
            TestContext.Current.CancellationToken);
        Assert.True(added.Succeeded, added.Error);
        // The private key is in the agent alone from here on.
        File.Copy(People.Key("ecdsa") + ".pub", folder["held.pub"]);
        string[] command =
        [
            "sign-off", "--server", shared.Estate.Server, "--repository", TestEstate.Repository, "--commit", shared.Commit,
            "--as", People.Sthk, "--role", "director", "--key", folder["held.pub"], "--approve",
        ];

        var signed = await CommandLineClient.RunAsync(environment, command);
        var withoutAgent = await CommandLineClient.RunAsync(command);

        Assert.True(signed.Succeeded, signed.Error);
        Assert.Contains("Recorded as entry", signed.Output);
        Assert.Equal(3, withoutAgent.ExitCode);
        Assert.Contains("could not sign", withoutAgent.Error);
    }

    [Fact]
    public async Task The_same_statement_again_adds_nothing()
    {
        var statement = await StatementAsync();
        var signature = await People.SignAsync(People.Sthk, statement);

        var first = await Doors.SendSignedAsync(statement, signature);
        var kept = shared.Estate.Ledger.Kept();
        // Signed by another key of the same person it is the same statement still.
        var again = await Doors.SendSignedAsync(statement, await People.SignAsync("rsa", statement));

        Assert.Equal((201, 200), ((int)first.Status, (int)again.Status));
        Assert.Equal((long)first.Json["seq"]!, (long)again.Json["seq"]!);
        Assert.True((bool)again.Json["repeated"]!);
        Assert.Equal(kept, shared.Estate.Ledger.Kept());
    }

    [Fact]
    public async Task More_signatures_at_once_than_are_checked_at_once_all_get_their_answer()
    {
        var statement = await StatementAsync();
        var signature = await People.SignAsync(People.Sthk, statement);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8 * Math.Max(2, Environment.ProcessorCount)).Select(_ => Doors.SendSignedAsync(statement, signature)));

        Assert.Single(answers, answer => (int)answer.Status == 201);
        Assert.All(answers, answer => Assert.True((int)answer.Status is 200 or 201, answer.ToString()));
    }

    [Fact]
    public async Task A_signature_in_another_namespace_is_refused()
    {
        var statement = await StatementAsync();
        var signature = await People.SignAsync(People.Sthk, statement, "git");

        await shared.RefusesAsync("signature-wrong", 401, () => Doors.SendSignedAsync(statement, signature));
    }

    [Theory]
    [InlineData(People.Taunton)]
    [InlineData(People.Cso)]
    public async Task Another_person_s_key_is_refused(string other)
    {
        var statement = await StatementAsync();
        var signature = await People.SignAsync(other, statement);

        await shared.RefusesAsync("signature-wrong", 401, () => Doors.SendSignedAsync(statement, signature));
    }

    [Theory]
    [InlineData("approve", "reject")]
    [InlineData("}", "} ")]
    public async Task Bytes_changed_after_signing_are_refused(string old, string changed)
    {
        var statement = await StatementAsync();
        var signature = await People.SignAsync(People.Sthk, statement);
        var other = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(statement).Replace(old, changed));

        await shared.RefusesAsync("signature-wrong", 401, () => Doors.SendSignedAsync(other, signature));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n")]
    public async Task What_is_no_signature_is_refused(string signature)
    {
        var statement = await StatementAsync();

        await shared.RefusesAsync("signature-wrong", 401, () => Doors.SendSignedAsync(statement, signature));
    }

    [Fact]
    public async Task A_signature_longer_than_any_is_refused()
    {
        var statement = await StatementAsync();

        await shared.RefusesAsync("signature-wrong", 401, () => Doors.SendSignedAsync(statement, new string('A', 100_000)));
    }

    [Fact]
    public async Task An_older_statement_cannot_be_replayed_after_a_newer_one()
    {
        var captured = await StatementAsync();
        var signature = await People.SignAsync(People.Sthk, captured);
        var withdrawal = await StatementAsync(decision: "withdraw");
        Assert.Equal(201, (int)(await Doors.SendSignedAsync(withdrawal, await People.SignAsync(People.Sthk, withdrawal))).Status);

        await shared.RefusesAsync("statement-older", 409, () => Doors.SendSignedAsync(captured, signature));
    }

    [Theory]
    [InlineData("person", "nobody", "person-unknown", 403)]
    [InlineData("role", "clinical-safety-officer", "role-not-held", 403)]
    [InlineData("repository", "another", "repository-unknown", 404)]
    [InlineData("commit", "abc1234", "statement-malformed", 400)]
    [InlineData("rules", "0000000000000000000000000000000000000000000000000000000000000000", "rules-changed", 409)]
    [InlineData("gold", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "gold-unknown", 409)]
    [InlineData("colour", "red", "statement-malformed", 400)]
    public async Task A_well_signed_statement_with_one_wrong_member_is_refused(string member, string value, string type, int status)
    {
        var statement = JsonNode.Parse(await StatementAsync())!;
        statement[member] = value;
        var bytes = Encoding.UTF8.GetBytes(statement.ToJsonString());
        var signature = await People.SignAsync(People.Sthk, bytes);

        await shared.RefusesAsync(type, status, () => Doors.SendSignedAsync(bytes, signature));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"statement":"not base64!","signature":""}""")]
    [InlineData("""{"statement":"e30=","signature":"","colour":"red"}""")]
    [InlineData("""{"statement":"e30=","statement":"e30=","signature":""}""")]
    [InlineData("""{"statement":null,"signature":null}""")]
    public async Task What_is_no_signed_statement_is_refused(string body) =>
        await shared.RefusesAsync("statement-malformed", 400, () => SendAsync(body));

    [Fact]
    public async Task A_body_over_one_mebibyte_is_refused()
    {
        var body = JsonSerializer.Serialize(new { statement = Array.Empty<byte>(), signature = new string('A', 1 << 20) });

        await shared.RefusesAsync("body-too-large", 413, () => SendAsync(body));
    }

    private Task<byte[]> StatementAsync(string decision = "approve") => Doors.StatementAsync(TestEstate.Repository, People.Sthk, shared.Commit, decision);

    private Task<Answer> SendAsync(string body) => Doors.SendAsync(new(HttpMethod.Post, Path) { Content = new StringContent(body, null, "application/json") });
}
