namespace Custodian.Licences.Expressions;

/// <summary>What a policy says of an expression, and why.</summary>
/// <param name="Verdict">What it says.</param>
/// <param name="Term">The licence in the expression that decided.</param>
/// <param name="Reason">One line that names it, without a full stop: <c>GPL-2.0-only is denied</c>.</param>
public sealed record LicenceRuling(LicenceVerdict Verdict, SpdxExpression Term, string Reason);
