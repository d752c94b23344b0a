using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Somebody who advises: shown, never counted, of no custodian.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
internal sealed record Associate(Person Person, string Kind)
{
    public static readonly string[] Kinds = ["clinician", "patient", "academic", "developer"];
}
