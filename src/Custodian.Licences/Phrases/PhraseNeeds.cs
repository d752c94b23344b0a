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

    /// <summary><c>field</c>: an ordinary word, which names a licence as the whole value of a field: <c>license: ruby</c>.</summary>
    Field = 8,

    /// <summary><c>choice</c>: says that of the licences that follow one may be chosen, and names none.</summary>
    Choice = 16,

    /// <summary><c>alternative</c>: says that the licence that follows may be chosen in the place of what stands before it.</summary>
    Alternative = 32,

    /// <summary><c>mention</c>: a GNU licence that is said to come with the file; a notice of any of them nearby says it better.</summary>
    Mention = 64,

    /// <summary>A tag with an id that SPDX does not list: what phrases make of the same words names it better. No phrase is of this kind.</summary>
    Unlisted = 128,
}
