using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Custodian.Ledger;

/// <summary>The ledger for everyone: its signed head, its tiles and entries (C2SP tlog-tiles), proofs, and the key to pin.</summary>
internal static class LedgerEndpoints
{
    private const string ForEver = "public, max-age=31536000, immutable";

    public static void MapLedger(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ledger/checkpoint", CheckpointAsync).WithSummary("The signed head of the ledger: it covers everything acknowledged before");
        routes.MapGet("/ledger/tile/{**path}", TileAsync).WithSummary("A tile or a bundle of entries");
        routes.MapGet("/api/v1/ledger/proof", ProofAsync).WithSummary("That an entry is in the ledger (index or seq, and size), or that it only grew (from, to)");
        routes.MapGet("/trust/ledger.pub", (LedgerKey key) => TypedResults.Text(key.Verifier.Text + "\n")).WithSummary("The key that signs the ledger's head");
    }

    private static async Task<ContentHttpResult> CheckpointAsync(HttpResponse response, LedgerHead head, CancellationToken stop)
    {
        response.Headers.CacheControl = "no-cache";
        return TypedResults.Text((await head.NewestAsync(stop)).Note, "text/plain", Encoding.UTF8);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> TileAsync(
        string path, HttpResponse response, LedgerHead head, Tiles tiles, CancellationToken stop)
    {
        if (!TilePath.TryParse($"tile/{path}", out var tile)) return Problems.NotFound($"tile/{path} is not a path of a tile or of a bundle of entries.");

        var size = (await head.SuchThatAsync(tile.IsWithin, stop)).Size;
        if (await tiles.ReadAsync(tile, size, stop) is not { } bytes) return Problems.NotFound($"The ledger of {size} entries has no {tile}.");

        // What lies at a path never changes, but a partial tile may be dropped once it is full.
        response.Headers.CacheControl = tile.IsFull ? ForEver : "no-cache";
        return TypedResults.Bytes(bytes, "application/octet-stream");
    }

    private static async Task<Results<Ok<InclusionProof>, Ok<ConsistencyProof>, ProblemHttpResult>> ProofAsync(
        long? index, long? seq, long? size, long? from, long? to, LedgerHead head, LedgerProofs proofs, CancellationToken stop)
    {
        // Signed first: a proof is worth nothing without a checkpoint that covers it.
        var newest = (await head.NewestAsync(stop)).Size;
        if (from is { } old && index is null && seq is null && size is null)
        {
            return await proofs.ConsistencyAsync(old, to ?? newest, stop) is { } grew
                ? TypedResults.Ok(grew)
                : Problems.NotFound($"The ledger of {newest} entries has no sizes from {old} to {to ?? newest}.");
        }

        if ((index ?? seq) is { } entry && (index is null || seq is null) && from is null && to is null)
        {
            return await proofs.InclusionAsync(entry, size ?? newest, stop) is { } included
                ? TypedResults.Ok(included)
                : Problems.NotFound($"The ledger of {newest} entries has no entry {entry} in a tree of {size ?? newest}.");
        }

        return TypedResults.Problem(
            "Ask with index (or seq) and size, or with from and to; size and to may be left out.",
            statusCode: 400, title: "The parameters are wrong", type: Problems.Type("parameters"));
    }
}
