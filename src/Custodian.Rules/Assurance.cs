namespace Custodian.Rules;

/// <summary>How well it is proved who spoke, weakest first.</summary>
public enum Assurance
{
    /// <summary>Signed in on a page or at a forge: rests on the operator's honesty.</summary>
    Page,

    /// <summary>A custodian's own system said so, under a secret shared with it.</summary>
    Hook,

#pragma warning disable CA1720 // "Signed" is the field's word, and no number's sign is meant.
    /// <summary>Signed with the person's own key: not even the server could forge it.</summary>
    Signed,
#pragma warning restore CA1720
}
