namespace Custodian.Policies;

/// <summary>One difference between two policies.</summary>
/// <param name="Weaker">True where a candidate may pass that the old policy would have held, or where that cannot be told.</param>
internal sealed record PolicyChange(bool Weaker, string Text)
{
    public override string ToString() => $"policy change: {(Weaker ? "weaker" : "other")}: {Text}";
}
