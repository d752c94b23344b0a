using System.Text.Json;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Checks;

/// <summary>What a hook says of whoever pressed a forge's re-run button, and where.</summary>
internal sealed record RerunOrder
{
    private const string Run = "check_run";

    public required CommitSha Commit { get; init; }

    /// <summary>The App whose check runs are meant.</summary>
    public required long App { get; init; }

    /// <summary>Number of the account that pressed it; null: not told.</summary>
    public required long? Sender { get; init; }

    /// <summary>The forge's number of the one check run that is meant; null: all of the commit.</summary>
    public required long? ForgeId { get; init; }

    /// <summary>Ours of that one.</summary>
    public required string? ExternalId { get; init; }

    /// <returns>Null: it does not say enough.</returns>
    public static RerunOrder? Of(Delivery delivery)
    {
        using var extract = JsonDocument.Parse(delivery.Extract);
        var root = extract.RootElement;
        if (Text($"{delivery.Event}.head_sha") is not { } sha || !CommitSha.TryParse(sha, out var commit) || Number($"{delivery.Event}.app.id") is not { } app) return null;

        var one = delivery.Event == Run ? Number($"{Run}.id") : null;
        return one is null && delivery.Event == Run ? null : new() { Commit = commit, App = app, Sender = Number("sender.id"), ForgeId = one, ExternalId = Text($"{Run}.external_id") };

        string? Text(string path) => root.TryGetProperty(path, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        long? Number(string path) => root.TryGetProperty(path, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
    }

    /// <summary>True: it is about this, or about an older one of the same name that was told for the same commit.</summary>
    public bool Means(CandidateId candidate, ToldRun told)
    {
        if (ForgeId is null || told.ForgeId == ForgeId) return true;

        var own = $"{candidate}/{told.Name[ToldRun.Prefix.Length..]}";
        return ExternalId is { } id && (id == own || id.StartsWith(own + '/', StringComparison.Ordinal));
    }
}
