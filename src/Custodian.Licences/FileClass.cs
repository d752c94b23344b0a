namespace Custodian.Licences;

/// <summary>What can be said of a file as a whole; each file is of exactly one class.</summary>
public enum FileClass
{
    /// <summary>At least one known licence was found.</summary>
    Licensed,

    /// <summary>It speaks of a licence that is not known.</summary>
    Unknown,

    /// <summary>It reserves all rights and grants nothing.</summary>
    NoGrant,

    /// <summary>A text without a word of any licence.</summary>
    None,

    /// <summary>Not a text.</summary>
    Binary,

    /// <summary>Could not be read, or not to its end: nothing is known of it.</summary>
    Unreadable,
}
