namespace Custodian.Store;

/// <summary>What is kept of one hook of a forge.</summary>
internal sealed record Delivery
{
    /// <summary>The forge's own id of it, which a redelivery has too: GitHub's X-GitHub-Delivery.</summary>
    public required string Id { get; init; }

    public required string Event { get; init; }

    public string? Action { get; init; }

    /// <summary>The forge's number of the repository; null: it is about none.</summary>
    public long? RepositoryId { get; init; }

    /// <summary>OWNER/NAME as it was when the hook was sent.</summary>
    public string? RepositoryName { get; init; }

    /// <summary>Through which installation of the App it came.</summary>
    public long? InstallationId { get; init; }

    /// <summary>What of the body says where to look, as one flat JSON object of paths; never the body.</summary>
    public required string Extract { get; init; }
}
