namespace Custodian.Policies;

/// <summary>How a person is called and reached, and the accounts that are theirs. Personal text: erasable, in no rule.</summary>
internal sealed record Contact
{
    public string? Name { get; init; }

    /// <summary>Each belongs to one person only; authors and committers are known by them.</summary>
    public IReadOnlyList<string> Emails { get; init; } = [];

    /// <summary>The number of the GitHub account; its name can change hands.</summary>
    public string? GitHub { get; init; }

    /// <summary>The subject that the custodian's own sign-in gives this person.</summary>
    public string? Subject { get; init; }
}
