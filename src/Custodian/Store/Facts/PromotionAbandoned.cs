namespace Custodian.Store.Facts;

/// <summary>An intent came to nothing: gold was not moved by it.</summary>
internal sealed record PromotionAbandoned : FactBody
{
    public required long Intent { get; init; }

    public required string Why { get; init; }
}
