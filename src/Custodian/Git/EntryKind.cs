namespace Custodian.Git;

/// <summary>What stands at a path of a commit.</summary>
internal enum EntryKind
{
    File,

    Executable,

    /// <summary>Its blob holds where the link points.</summary>
    SymbolicLink,

    /// <summary>Its id is a commit of another repository, and no blob.</summary>
    Submodule,
}
