namespace Custodian.Forges.GitHub;

/// <summary>What is used of an account as GitHub tells it.</summary>
internal sealed class AccountAnswer
{
    // What GitHub shows in the place of an account that was deleted; nobody can be called so.
    private const string Ghost = "ghost";

    public long Id { get; set; }

    public string? Login { get; set; }

    public string? Type { get; set; }

    /// <summary>Null: the account is gone.</summary>
    public static ForgeAccount? Of(AccountAnswer? answer) => answer switch
    {
        null or { Login: Ghost } => null,
        { Id: > 0, Login: { Length: > 0 } login } => new(answer.Id, login, answer.Type != "User"),
        _ => throw GitHubTroubles.Strange(),
    };
}
