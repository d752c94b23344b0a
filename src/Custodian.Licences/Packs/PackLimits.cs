namespace Custodian.Licences.Packs;

/// <summary>How much all packs of an index may hold together. Several times what anybody's rules ask for, and small enough for a machine.</summary>
internal static class PackLimits
{
    /// <summary>A rule's number has room for more, a text's for 65,535.</summary>
    public const int Rules = 50_000;

    /// <summary>States of the phrases' graph.</summary>
    public const int States = 1_500_000;

    /// <summary>Characters of phrases, with their names and choices as often as they are used.</summary>
    public const long Letters = 100_000_000;

    /// <summary>Different words, the engine's own among them.</summary>
    public const int Words = 500_000;

    /// <summary>Words of all texts.</summary>
    public const int TextWords = 10_000_000;

    /// <summary>Words of a rule that is met word for word.</summary>
    public const int PhraseWords = 1000;

    /// <summary>Ways through a phrase that are searched for one without a keyword.</summary>
    public const int Ways = 5000;
}
