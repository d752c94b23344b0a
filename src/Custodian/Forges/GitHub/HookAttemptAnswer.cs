namespace Custodian.Forges.GitHub;

/// <summary>What is used of a delivery of a hook as GitHub tells it. Octokit has no type for it.</summary>
internal sealed class HookAttemptAnswer
{
    public long Id { get; set; }

    public string? Guid { get; set; }

    public DateTimeOffset DeliveredAt { get; set; }

    public bool Redelivery { get; set; }

    public int StatusCode { get; set; }

    public string? Event { get; set; }
}
