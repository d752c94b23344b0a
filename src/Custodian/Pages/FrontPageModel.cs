namespace Custodian.Pages;

// Public, like the components that Razor makes of the page: what a component takes cannot be less visible than itself.

/// <summary>Everything that the first page says.</summary>
public sealed record FrontPageModel
{
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Number of the adopted policy.</summary>
    public required int PolicyNumber { get; init; }

    public required string AdoptedPolicy { get; init; }

    /// <summary>Digest of the policy that the service runs with.</summary>
    public required string RunningPolicy { get; init; }

    /// <summary>A whole sentence: why the service does not take up the adopted policy by itself; null: it runs with it, or is about to.</summary>
    public string? TakeoverTrouble { get; init; }

    /// <summary>A whole sentence: why gold of the policy's home does not say the policy in force, and who acts; null: it does, or there is no such home.</summary>
    public string? HomeDiffers { get; init; }

    /// <summary>Policies that could be adopted next, oldest first.</summary>
    public IReadOnlyList<ProposedPolicy> ProposedPolicies { get; init; } = [];

    /// <summary>Number of facts.</summary>
    public required long LedgerSize { get; init; }

    /// <summary>Whole sentences: why nothing can be recorded any more.</summary>
    public string? Broken { get; init; }

    public required IReadOnlyList<RepositorySection> Repositories { get; init; }
}
