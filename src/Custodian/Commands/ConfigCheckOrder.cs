namespace Custodian.Commands;

/// <summary>What <c>config check</c> was asked.</summary>
/// <param name="File">The configuration file.</param>
internal sealed record ConfigCheckOrder(string File)
{
    /// <summary>An older configuration file; null: nothing is compared.</summary>
    public string? Against { get; init; }

    /// <summary>A repository in which the policy's globs should match; null: none is looked into.</summary>
    public string? Path { get; init; }

    /// <summary>The policy's name of that repository; null: the file has one alone.</summary>
    public string? Repository { get; init; }

    /// <summary>The commit to look at; null: HEAD.</summary>
    public string? Commit { get; init; }
}
