namespace Custodian.Policies;

/// <summary>How a person is called and reached, and the accounts that are theirs. Personal text: erasable, in no rule.</summary>
internal sealed record Contact
{
    public string? Name { get; init; }

    /// <summary>Each belongs to one person only; authors and committers are known by them.</summary>
    public IReadOnlyList<string> Emails { get; init; } = [];

    /// <summary>Numbers of the GitHub accounts; their names can change hands.</summary>
    public IReadOnlyList<string> GitHubAccounts { get; init; } = [];

    /// <summary>The subjects that the custodian's own sign-in gives this person.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];
}
