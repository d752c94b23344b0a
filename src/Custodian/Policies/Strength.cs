using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Compares what rules ask for. What cannot be told for sure is told as different.</summary>
internal static class Strength
{
    /// <summary>True when whatever fills <paramref name="strong"/> fills <paramref name="weak"/> as well, if both are asked.</summary>
    public static bool IsAtMost(SignOffRule.Asking weak, SignOffRule.Asking strong, GateDefinition gate, IReadOnlyList<CustodianOrganisation> custodians)
    {
        if (weak.Role != strong.Role || weak.MinAssurance > strong.MinAssurance || (strong.Deputies && !weak.Deputies)) return false;
        if ((weak.Expire ?? gate.SignOffsExpire ?? TimeSpan.MaxValue) < (strong.Expire ?? gate.SignOffsExpire ?? TimeSpan.MaxValue)) return false;
        if (weak.Excluded(gate.AuthorMaySign).Except(strong.Excluded(gate.AuthorMaySign)).Any()) return false;

        string[] asked = [.. CustodianNames.Among(strong.Of, custodians).Select(custodian => custodian.Id)];
        string[] enough = [.. CustodianNames.Among(weak.Of, custodians).Select(custodian => custodian.Id)];
        return (weak, strong) switch
        {
            (SignOffRule.EachCustodian one, SignOffRule.EachCustodian other) => one.Count <= other.Count && !enough.Except(asked).Any(),
            (SignOffRule.Any one, SignOffRule.Any other) => one.Count <= other.Count && !asked.Except(enough).Any(),
            // Only seats that are there on every day count.
            (SignOffRule.Any one, SignOffRule.EachCustodian other) => one.Count <= other.Count * Lasting(strong, custodians).Count(enough.Contains),
            _ => false,
        };
    }

    /// <summary>True when two conditions say the same.</summary>
    public static bool Same(Condition one, Condition other) =>
        PolicyDocuments.When(one).ToJsonString() == PolicyDocuments.When(other).ToJsonString();

    private static IEnumerable<string> Lasting(SignOffRule.Asking rule, IReadOnlyList<CustodianOrganisation> custodians) =>
        CustodianNames.Among(rule.Of, custodians).Where(custodian => custodian is { From: null, Until: null }).Select(custodian => custodian.Id);
}
