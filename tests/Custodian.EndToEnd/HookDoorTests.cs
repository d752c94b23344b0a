using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>POST /hooks/sign-off/{custodian}, with hooks signed by an outside signer.</summary>
[Collection(OneDoorAtATime.Name)]
public sealed class HookDoorTests(DoorEstate shared)
{
    private const string Stranger = "whsec_c3RyYW5nZXJzLXNlY3JldC1vZi0yNC1ieXRlcyE=";
    private const string Nothing64 = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string Never = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static readonly string[] Names = ["webhook-id", "webhook-timestamp", "webhook-signature"];

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_signed_hook_is_recorded_once_however_often_it_is_sent()
    {
        var body = (await shared.StatementAsync()).ToJsonString();
        var headers = await SignAsync(body);

        var first = await SendAsync(body, headers);
        var kept = shared.Estate.Ledger.Kept();
        var again = await SendAsync(body, headers);

        Assert.Equal(201, (int)first.Status);
        Assert.Equal(200, (int)again.Status);
        Assert.Equal((long)first.Json["seq"]!, (long)again.Json["seq"]!);
        Assert.Equal(kept, shared.Estate.Ledger.Kept());
        var recorded = Assert.Single(shared.Estate.Ledger.Of("sign-off"), fact => fact.Seq == (long)first.Json["seq"]!).Body;
        Assert.Equal(("taunton", People.Taunton, "approve", "hook", shared.Commit),
            ((string?)recorded["custodian"], (string?)recorded["person"], (string?)recorded["decision"], (string?)recorded["door"], (string?)recorded["commit"]));
    }

    [Theory]
    [InlineData(TestEstate.TauntonNew)]
    [InlineData(TestEstate.TauntonOld)]
    public async Task While_a_secret_is_changed_both_are_good_and_one_good_signature_of_two_is_enough(string secret)
    {
        var body = (await shared.StatementAsync()).ToJsonString();
        var good = await SignAsync(body, secret: secret);
        var wrong = await SignAsync(body, secret: Stranger, id: good["webhook-id"]);

        var answer = await SendAsync(body, With(good, "webhook-signature", $"{wrong["webhook-signature"]} {good["webhook-signature"]}"));

        Assert.Equal(201, (int)answer.Status);
    }

    [Fact]
    public async Task The_id_of_another_message_is_refused()
    {
        var first = (await shared.StatementAsync()).ToJsonString();
        var headers = await SignAsync(first);
        Assert.Equal(201, (int)(await SendAsync(first, headers)).Status);
        var second = (await shared.StatementAsync()).ToJsonString();
        var sameId = await SignAsync(second, id: headers["webhook-id"]);

        await shared.RefusesAsync("id-reused", 409, () => SendAsync(second, sameId));
    }

    [Fact]
    public async Task An_id_that_repeated_an_older_message_is_not_taken_for_another_one()
    {
        var first = (await shared.StatementAsync()).ToJsonString();
        Assert.Equal(201, (int)(await SendAsync(first, await SignAsync(first))).Status);
        var repeated = await SignAsync(first);
        Assert.Equal(200, (int)(await SendAsync(first, repeated)).Status);
        var second = (await shared.StatementAsync()).ToJsonString();
        var sameId = await SignAsync(second, id: repeated["webhook-id"]);

        await shared.RefusesAsync("id-reused", 409, () => SendAsync(second, sameId));
    }

    [Fact]
    public async Task A_release_is_never_voted_on_by_a_shared_secret()
    {
        var statement = await shared.StatementAsync();
        statement["subject"]!["kind"] = "release";

        await RefusesSignedAsync("door-too-weak", 403, statement.ToJsonString());
    }

    [Fact]
    public async Task A_reason_that_is_too_long_is_refused()
    {
        var statement = await shared.StatementAsync();
        statement["reason"] = new string('x', 4097);

        await RefusesSignedAsync("statement-malformed", 400, statement.ToJsonString());
    }

    [Theory]
    [InlineData("person", "nobody", "person-unknown", 403)]
    [InlineData("person", People.Sthk, "person-of-another-custodian", 403)]
    [InlineData("role", "clinical-safety-officer", "role-not-held", 403)]
    [InlineData("repository", "another", "repository-unknown", 404)]
    [InlineData("commit", Never, "commit-unknown", 404)]
    [InlineData("commit", "abc1234", "statement-malformed", 400, "a full commit id is 40")]
    [InlineData("commit", null, "statement-malformed", 400, "commit")]
    [InlineData("rules", Nothing64, "rules-changed", 409)]
    [InlineData("rules", "none", "statement-malformed", 400)]
    [InlineData("gold", Never, "gold-unknown", 409)]
    [InlineData("gold", null, "gold-unknown", 409)]
    [InlineData("decision", "perhaps", "statement-malformed", 400, "decision")]
    [InlineData("at", "2020-01-01T00:00:00Z", "timestamp-outside", 401)]
    [InlineData("at", "2120-01-01T00:00:00Z", "timestamp-outside", 401)]
    [InlineData("at", "yesterday", "statement-malformed", 400)]
    [InlineData("colour", "red", "statement-malformed", 400, "'colour' is not a member")]
    [InlineData("Person", People.Taunton, "statement-malformed", 400)]
    public async Task A_statement_with_one_wrong_member_is_refused(string member, string? value, string type, int status, string says = "")
    {
        var statement = await shared.StatementAsync();
        if (value is null) statement.AsObject().Remove(member);
        else statement[member] = value;

        await RefusesSignedAsync(type, status, statement.ToJsonString(), says);
    }

    [Fact]
    public async Task A_digest_of_other_contents_is_refused()
    {
        var statement = await shared.StatementAsync();
        statement["subject"]!["digest"] = Nothing64;

        await RefusesSignedAsync("subject-differs", 409, statement.ToJsonString());
    }

    [Fact]
    public async Task Duplicate_members_are_refused()
    {
        var text = (await shared.StatementAsync()).ToJsonString();

        await RefusesSignedAsync("statement-malformed", 400, text.Replace("\"decision\":\"approve\"", "\"decision\":\"reject\",\"decision\":\"approve\""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"subject\":null}")]
    [InlineData("not JSON")]
    public async Task What_is_no_statement_is_refused(string body) => await RefusesSignedAsync("statement-malformed", 400, body);

    [Fact]
    public async Task Deep_JSON_is_refused() =>
        await RefusesSignedAsync("statement-malformed", 400, $"{{\"subject\":{new string('[', 100_000)}{new string(']', 100_000)}}}", "'subject' has a value that is not of the right form");

    [Theory]
    [InlineData(false, (1 << 20) + 1)]
    [InlineData(true, (1 << 20) + 1)]
    [InlineData(false, 5 << 20)]
    [InlineData(true, 5 << 20)]
    public async Task A_body_over_one_mebibyte_is_refused_whether_or_not_it_says_its_length(bool chunked, int length)
    {
        var headers = await SignAsync("too long to sign");

        await shared.RefusesAsync("body-too-large", 413, () => SendAsync(new byte[length], headers, chunked: chunked));
    }

    [Fact]
    public async Task A_body_of_just_one_mebibyte_is_read()
    {
        var statement = (await shared.StatementAsync()).ToJsonString();

        // Blanks after the statement change no member, so it is taken whole.
        var answer = await SendSignedAsync(statement.PadRight(1 << 20));

        Assert.True((int)answer.Status == 201, answer.ToString());
    }

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("webhook-timestamp")]
    [InlineData("webhook-signature")]
    public async Task A_hook_without_its_headers_is_refused(string name)
    {
        var body = (await shared.StatementAsync()).ToJsonString();
        var headers = (await SignAsync(body)).Where(header => header.Key != name).ToDictionary();

        await shared.RefusesAsync("signature-missing", 401, () => SendAsync(body, headers));
    }

    [Theory]
    [InlineData("webhook-signature", "v1,AAAA")]
    [InlineData("webhook-signature", "v1,not base64")]
    [InlineData("webhook-signature", ",")]
    [InlineData("webhook-id", "another")]
    public async Task A_hook_with_a_changed_header_is_refused(string name, string value)
    {
        var body = (await shared.StatementAsync()).ToJsonString();
        var headers = With(await SignAsync(body), name, value);

        await shared.RefusesAsync("signature-wrong", 401, () => SendAsync(body, headers));
    }

    [Theory]
    [InlineData(Stranger)]
    [InlineData(TestEstate.Sthk)]
    public async Task Another_secret_than_the_custodian_s_is_refused(string secret)
    {
        var body = (await shared.StatementAsync()).ToJsonString();
        var headers = await SignAsync(body, secret: secret);

        await shared.RefusesAsync("signature-wrong", 401, () => SendAsync(body, headers));
    }

    [Fact]
    public async Task The_signature_s_version_must_be_known()
    {
        var body = (await shared.StatementAsync()).ToJsonString();
        var headers = await SignAsync(body);

        await shared.RefusesAsync("signature-wrong", 401, () => SendAsync(body, With(headers, "webhook-signature", headers["webhook-signature"].Replace("v1,", "v2,"))));
    }

    [Theory]
    [InlineData(-310)]
    [InlineData(310)]
    public async Task A_hook_signed_over_five_minutes_away_is_refused(int seconds)
    {
        var body = (await shared.StatementAsync()).ToJsonString();
        var headers = await SignAsync(body, at: Now.AddSeconds(seconds));

        await shared.RefusesAsync("timestamp-outside", 401, () => SendAsync(body, headers));
    }

    [Theory]
    [InlineData(-280)]
    [InlineData(280)]
    public async Task A_hook_signed_within_five_minutes_is_taken(int seconds)
    {
        var body = (await shared.StatementAsync()).ToJsonString();
        var headers = await SignAsync(body, at: Now.AddSeconds(seconds));

        Assert.Equal(201, (int)(await SendAsync(body, headers)).Status);
    }

    [Fact]
    public async Task The_signature_is_over_the_raw_bytes_not_over_what_they_mean()
    {
        var statement = await shared.StatementAsync();
        var body = statement.ToJsonString();
        var headers = await SignAsync(body);
        var written = statement.ToJsonString(new() { WriteIndented = true });

        await shared.RefusesAsync("signature-wrong", 401, () => SendAsync(written, headers));
        await shared.RefusesAsync("signature-wrong", 401, () => SendAsync([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(body)], headers));
        await shared.RefusesAsync("signature-wrong", 401, () => SendAsync(Gzip(body), headers, encoding: "gzip"));
    }

    [Fact]
    public async Task A_signed_byte_order_mark_is_no_statement() =>
        await RefusesSignedAsync("statement-malformed", 400, $"\uFEFF{(await shared.StatementAsync()).ToJsonString()}");

    [Theory]
    [InlineData("nobody", "custodian-unknown", 404)]
    [InlineData("blackpool", "hook-not-configured", 403)]
    [InlineData("sthk", "signature-wrong", 401)]
    public async Task Another_custodian_s_door_is_closed(string custodian, string type, int status)
    {
        var body = (await shared.StatementAsync()).ToJsonString();
        var headers = await SignAsync(body);

        await shared.RefusesAsync(type, status, () => SendAsync(body, headers, custodian));
    }

    private async Task RefusesSignedAsync(string type, int status, string body, string says = "")
    {
        var headers = await SignAsync(body);
        await shared.RefusesAsync(type, status, () => SendAsync(body, headers), says);
    }

    private static Task<IReadOnlyDictionary<string, string>> SignAsync(string body, string secret = TestEstate.TauntonNew, string? id = null, DateTimeOffset? at = null) =>
        StandardWebhooksSigner.SignAsync(secret, id ?? $"msg_{Guid.NewGuid():N}", at ?? Now, body);

    private async Task<Answer> SendSignedAsync(string body) => await SendAsync(body, await SignAsync(body));

    private Task<Answer> SendAsync(string body, IReadOnlyDictionary<string, string> headers, string custodian = "taunton") =>
        SendAsync(Encoding.UTF8.GetBytes(body), headers, custodian);

    private async Task<Answer> SendAsync(
        byte[] body, IReadOnlyDictionary<string, string> headers, string custodian = "taunton", bool chunked = false, string? encoding = null)
    {
        // A stream that cannot be measured is sent in chunks, without a Content-Length.
        HttpContent content = chunked ? new StreamContent(new MemoryStream(body)) : new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (encoding is not null) content.Headers.ContentEncoding.Add(encoding);
        var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/sign-off/{custodian}") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        foreach (var name in Names.Where(headers.ContainsKey)) request.Headers.TryAddWithoutValidation(name, headers[name]);
        return await shared.Estate.Doors.SendAsync(request);
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> headers, string name, string value) =>
        new(headers) { [name] = value };

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
