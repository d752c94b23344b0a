using System.Text.Json;
using System.Text.Json.Serialization;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Custodian.SignOffs;

/// <summary>The doors at which votes arrive.</summary>
internal static class SignOffEndpoints
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        MaxDepth = 8,
    };

    public static void MapSignOffs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/statement", WriteAsync).WithSummary("The exact bytes to sign");
        routes.MapPost("/api/v1/sign-offs", ReceiveSignedAsync).WithSummary("An SSH-signed statement").Accepts<SignedStatement>("application/json");
        routes.MapPost("/api/v1/releases", ProposeAsync).WithSummary("Propose a certified release of gold").Accepts<SignedRelease>("application/json");
        routes.MapPost("/api/v1/policies", ProposePolicyAsync).WithSummary("Propose a policy to follow the one in force").Accepts<SignedPolicy>("application/json");
        routes.MapPost("/api/v1/freezes", ReceiveSignedAsync).WithSummary("An SSH-signed request to freeze, or a vote to lift a freeze").Accepts<SignedStatement>("application/json");
        routes.MapGet("/api/v1/waivers", ExceptionsAsync).WithSummary("Every waiver and deviation, of one repository or of all");
        routes.MapPost("/api/v1/waivers", ExceptAsync).WithSummary("Propose a waiver or a deviation").Accepts<SignedException>("application/json");
        routes.MapGet("/api/v1/releases/{repository}/{version}/draft", DraftAsync).WithSummary("The tag object of a release of gold, for its proposer to sign");
        routes.MapPost("/hooks/sign-off/{custodian}", ReceiveHookAsync).WithSummary("A custodian's own system, by Standard Webhooks").Accepts<Statement>("application/json");
    }

    private static async Task<FileContentHttpResult> WriteAsync(
        string? repository, string? commit, string? subject, string person, string role, string decision, string? reason, string? check, string? report, StatementWriter writer, CancellationToken stop)
    {
        CommitSha? named = commit is null ? null : CommitSha.TryParse(commit, out var full) ? full
            : throw new RefusalException(Refusal.Parameters, $"'{commit}' is not a full commit id: 40 lower-case hexadecimal digits.");
        // By its name alone: "+1" would be taken for the second of them, which is to reject.
        if (!Enum.GetNames<SignOffDecision>().Contains(decision, StringComparer.OrdinalIgnoreCase) || !Enum.TryParse<SignOffDecision>(decision, ignoreCase: true, out var decided))
        {
            throw new RefusalException(Refusal.Parameters, "decision is approve, reject or withdraw.");
        }

        var bytes = await writer.WriteAsync(new(repository, named, subject, person, role, decided, reason) { Check = check, Report = report }, stop);
        return TypedResults.File(bytes, "application/json");
    }

    private static async Task<FileContentHttpResult> DraftAsync(
        string repository, string version, string person, string[]? label, Estate estate, FactStore store, TimeProvider clock, CancellationToken stop)
    {
        var known = estate.Find(repository) ?? throw new RefusalException(Refusal.RepositoryUnknown, $"No repository is called '{repository}'.");
        if (estate.Configuration.FindPerson(person) is not var (custodian, _)) throw new RefusalException(Refusal.PersonUnknown, $"The policy names nobody with the id '{person}'.");
        if (!CertifiedTag.IsVersion(version)) throw new RefusalException(Refusal.Parameters, $"'{version}' is not a version: {CertifiedTag.VersionMend}.");

        var labels = Labels.Read(label, known);
        var now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        var (gold, content, exceptions) = await store.ReadAsync(
            reader => reader.StateOf(repository).Gold is { } at
                ? (at, Motions.ContentOf(reader, known, at), PrintedExceptions.Of(reader, repository, at, now))
                : ((CommitSha, string, IReadOnlyList<string>)?)null, stop)
            ?? throw new RefusalException(Refusal.NotGold, $"{repository} has no gold yet.");
        var text = CertifiedTag.Draft(repository, version, gold, content, known.Policy.Digest, person, custodian.Id, now.ToUnixTimeSeconds(), [.. Labels.Line(labels), .. exceptions]);
        return TypedResults.File(System.Text.Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");
    }

    private static async Task<Results<Created<Receipt>, Ok<Receipt>>> ReceiveSignedAsync(HttpRequest request, SshDesk desk, CancellationToken stop)
    {
        var signed = Parse<SignedStatement>(await request.ReadBytesAsync(stop));
        return Answer(await desk.TakeAsync(signed.Statement, signed.Signature, stop));
    }

    private static async Task<Results<Created<Receipt>, Ok<Receipt>>> ProposeAsync(HttpRequest request, SshDesk desk, CancellationToken stop)
    {
        var signed = Parse<SignedRelease>(await request.ReadBytesAsync(stop));
        return Answer(await desk.ProposeReleaseAsync(signed, stop));
    }

    private static async Task<Results<Created<Receipt>, Ok<Receipt>>> ProposePolicyAsync(HttpRequest request, SshDesk desk, CancellationToken stop)
    {
        var signed = Parse<SignedPolicy>(await request.ReadBytesAsync(stop));
        return Answer(await desk.ProposePolicyAsync(signed, stop));
    }

    private static async Task<Ok<IReadOnlyList<ExceptionView>>> ExceptionsAsync(string? repository, Estate estate, FactStore store, TimeProvider clock, CancellationToken stop)
    {
        if (repository is not null && estate.Find(repository) is null) throw new RefusalException(Refusal.RepositoryUnknown, $"No repository is called '{repository}'.");

        IReadOnlyList<ExceptionView> all = await store.ReadAsync(
            reader => estate.Repositories.Where(one => repository is null || one.Name == repository).SelectMany(one => ExceptionView.In(reader, one, clock.GetUtcNow())).ToList(), stop);
        return TypedResults.Ok(all);
    }

    private static async Task<Results<Created<Receipt>, Ok<Receipt>>> ExceptAsync(HttpRequest request, SshDesk desk, CancellationToken stop)
    {
        var signed = Parse<SignedException>(await request.ReadBytesAsync(stop));
        return Answer(await desk.ProposeExceptionAsync(signed, stop));
    }

    private static async Task<Results<Created<Receipt>, Ok<Receipt>>> ReceiveHookAsync(
        string custodian, HttpRequest request, HookKeys keys, Estate estate, SignOffDesk desk, TimeProvider clock, CancellationToken stop)
    {
        if (estate.Configuration.Custodians.All(known => known.Id != custodian)) throw new RefusalException(Refusal.CustodianUnknown, $"No custodian is called '{custodian}'.");
        if (keys.Of(custodian) is not { Count: > 0 } own) throw new RefusalException(Refusal.HookNotConfigured, $"{custodian} has no hook-secret in the configuration.");

        // The signature covers raw bytes, so read before parsing.
        var body = await request.ReadBytesAsync(stop);
        var id = request.Headers["webhook-id"].ToString();
        HookSignature.Verify(own, id, request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], body, clock.GetUtcNow());
        return Answer(await desk.TakeAsync(Statement.Parse(body), body, new Proof.Hook(custodian, id), stop));
    }

    private static Results<Created<Receipt>, Ok<Receipt>> Answer(Receipt receipt) =>
        receipt.Repeated ? TypedResults.Ok(receipt) : TypedResults.Created((string?)null, receipt);

    private static T Parse<T>(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Strict) ?? throw new JsonException("null is not a body");
        }
        catch (JsonException wrong)
        {
            throw new RefusalException(Refusal.StatementMalformed, $"The body cannot be read: {JsonTrouble.Explain(wrong)}");
        }
    }
}

/// <param name="Statement">The exact bytes that were signed.</param>
/// <param name="Signature">An armoured SSH signature in the namespace custodian-sign-off.</param>
internal sealed record SignedStatement(byte[] Statement, string Signature);

/// <param name="Proposal">What is voted on: the exact bytes of an <see cref="ExceptionMotion"/>.</param>
internal sealed record SignedException(byte[] Proposal, byte[] Statement, string Signature);

/// <param name="Version">What comes after certified/ in the tag's name.</param>
/// <param name="Tag">The tag object with its SSH signature, as git stores it.</param>
/// <param name="Labels">What the tag says it is labelled with; null: nothing.</param>
internal sealed record SignedRelease(string Version, byte[] Tag, byte[] Statement, string Signature, IReadOnlyList<string>? Labels = null);
