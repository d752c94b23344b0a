namespace Custodian.Rules;

/// <summary>One thing that keeps a candidate from gold.</summary>
/// <param name="Code">Stable, for programs: <c>sign-off-missing</c>. See <see cref="ReasonCode"/>.</param>
/// <param name="Subject">What it is about: a check's name, a custodian's id, a person's id.</param>
/// <param name="Text">One sentence in plain English.</param>
/// <param name="Who">Who can act; never empty.</param>
public sealed record Reason(string Code, string Subject, string Text, IReadOnlyList<Actor> Who)
{
    /// <summary>The role that it is about: of an open seat or a veto, since one custodian has seats of several roles; null: it is about none.</summary>
    public string? Role { get; init; }
}
