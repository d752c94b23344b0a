using Custodian.Forges.GitHub.Hooks;
using Custodian.Jobs;
using Custodian.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Custodian.Intake;

/// <summary>The door at which a forge's hooks arrive. It stores and acknowledges; the work is a job's.</summary>
internal static class HookEndpoints
{
    private const string NotOfUse = "not-of-use";

    public static void MapHooks(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/hooks/github", ReceiveAsync).WithSummary("GitHub's hooks, signed by X-Hub-Signature-256");

    private static async Task<Results<Accepted<HookReceipt>, Ok<HookReceipt>>> ReceiveAsync(
        HttpRequest request, GitHubHookKeys keys, HookBodies bodies, FactStore store, JobQueue jobs, CancellationToken stop)
    {
        if (keys.All.Count == 0)
        {
            throw new HookRefusedException(
                HookRefusal.NotConfigured,
                "Whoever runs this service has named no secret for them: write 'hook-secret: env:GITHUB_HOOK_SECRET' under 'service: github:' in the configuration, set that variable to the secret that the webhook has on GitHub, and start the service again.");
        }

        var headers = HookHeaders.Read(request.Headers);
        var payload = await bodies.ReadAsync(request, body => Verified(keys, headers, body.Span), stop);
        if (!HookEvents.IsOfUse(headers.Event)) return Answer(headers, NotOfUse);

        var state = await store.WriteAsync(transaction => transaction.Deliveries.Keep(Row(headers, payload), transaction.Now), stop);
        if (state == DeliveryState.Finished) return Answer(headers, "finished");

        jobs.Enqueue(JobKind.Delivery, headers.Delivery);
        return Answer(headers, "stored");
    }

    // The signature covers the raw bytes: nothing is made of them before.
    private static HookPayload Verified(GitHubHookKeys keys, HookHeaders headers, ReadOnlySpan<byte> body)
    {
        HubSignature.Verify(keys.All, headers.Signature, body);
        return HookPayload.Read(body);
    }

    private static Delivery Row(HookHeaders headers, HookPayload payload) => new()
    {
        Id = headers.Delivery,
        Event = headers.Event,
        Action = payload.Action,
        RepositoryId = payload.RepositoryId,
        RepositoryName = payload.RepositoryName,
        InstallationId = payload.InstallationId,
        Extract = payload.Extract,
    };

    private static Results<Accepted<HookReceipt>, Ok<HookReceipt>> Answer(HookHeaders headers, string state)
    {
        // Anything may stand in a header: only names that are known here are counted by name.
        Telemetry.Deliveries.Add(
            1, new KeyValuePair<string, object?>("event", state == NotOfUse ? "other" : headers.Event), new KeyValuePair<string, object?>("state", state));
        var receipt = new HookReceipt(headers.Delivery, state);
        return state == "stored" ? TypedResults.Accepted((string?)null, receipt) : TypedResults.Ok(receipt);
    }
}

/// <param name="Delivery">GitHub's own id of it.</param>
/// <param name="State"><c>stored</c>: it is worked off now; <c>finished</c>: it was, earlier; <c>not-of-use</c>: nothing follows from such events.</param>
internal sealed record HookReceipt(string Delivery, string State);
