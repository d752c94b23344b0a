namespace Custodian.Licences;

/// <summary>What made the engine say that a licence is meant here.</summary>
public enum FindingKind
{
    /// <summary>An SPDX tag, or a field of a package's metadata: <c>SPDX-License-Identifier: MIT</c>.</summary>
    Tag,

    /// <summary>The licence's own text, whole or nearly so.</summary>
    FullText,

    /// <summary>A sentence that puts the file under a licence: <c>licensed under the Apache License, Version 2.0</c>.</summary>
    Notice,

    /// <summary>A licence is named, and no more: <c>See the zlib license</c>.</summary>
    NameReference,

    /// <summary>The address of a licence's text.</summary>
    UrlReference,

    /// <summary>A copyright that reserves every right, in a file that grants nothing.</summary>
    NoGrant,

    /// <summary>Words that grant or forbid something, of a licence that is not known.</summary>
    Unknown,
}
