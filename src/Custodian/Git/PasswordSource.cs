namespace Custodian.Git;

/// <summary>A password that ends by itself, and so is asked for before each use.</summary>
/// <param name="refused">One that the remote did not take: that one is not given again.</param>
/// <returns>Null: there is none, and only what is public is reached.</returns>
/// <exception cref="GitException">Nobody gives one now.</exception>
internal delegate Task<string?> PasswordSource(string? refused, CancellationToken stop);
