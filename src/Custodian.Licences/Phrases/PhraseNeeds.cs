namespace Custodian.Licences.Phrases;

/// <summary>When a phrase counts.</summary>
[Flags]
internal enum PhraseNeeds
{
    /// <summary>Wherever it is met.</summary>
    Nothing = 0,

    /// <summary><c>short</c>: a name that is also an ordinary word or a bare id, so it needs a word of licensing beside it.</summary>
    Context = 1,

    /// <summary><c>bare</c>: a licence's name without its version; what is said nearby with a version says it better.</summary>
    NoBetter = 2,

    /// <summary><c>ignore</c>: it licenses nothing, and neither does any name within it.</summary>
    Ignored = 4,
}
