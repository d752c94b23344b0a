namespace Custodian.Rules;

/// <summary>One thing that keeps a candidate from gold.</summary>
/// <param name="Code">Stable, for programs: <c>sign-off-missing</c>. See <see cref="ReasonCode"/>.</param>
/// <param name="Subject">What it is about: a check's name, a custodian's id, a person's id.</param>
/// <param name="Text">One sentence in plain English.</param>
/// <param name="Who">Who can act; never empty.</param>
public sealed record Reason(string Code, string Subject, string Text, IReadOnlyList<Actor> Who);
