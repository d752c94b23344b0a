using Custodian.Store;
using Custodian.Store.Facts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Custodian.Policies;

/// <summary>The policies that were adopted or proposed, byte for byte, so that anyone can compute the digest that sign-offs and tags name.</summary>
internal static class PolicyEndpoints
{
    public static void MapPolicies(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/policy", ShowAsync).WithSummary("The policy in force, and what is proposed to follow it: what it changes, and who is awaited");
        routes.MapGet("/api/v1/policies/{digest}", FindAsync).WithSummary("A policy that was adopted or proposed: the exact bytes that its SHA-256 is of");
    }

    private static async Task<Ok<PolicyView>> ShowAsync(FactStore store, Estate estate, PolicyProposals proposals, PolicyHome home, PolicyTakeover takeover, TimeProvider clock, CancellationToken stop) =>
        TypedResults.Ok(await store.ReadAsync(reader => PolicyView.Of(reader, proposals, gold => home.ReadGold(estate, gold), takeover.Trouble, clock.GetUtcNow()), stop));

    // It names people by id alone: their names and addresses are no part of a policy.
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> FindAsync(string digest, FactStore store, CancellationToken stop) =>
        await store.ReadAsync(
            reader => reader.Every<PolicyAdopted>().Any(adopted => adopted.Body.Digest == digest) || reader.Every<PolicyProposed>().Any(proposed => proposed.Body.Policy == digest)
                ? reader.Evidence(digest)
                : null, stop) is { } document
            ? TypedResults.Bytes(document, "application/json")
            : Problems.NotFound($"No policy {digest} was adopted here, or proposed.");
}
