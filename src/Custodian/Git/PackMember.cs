namespace Custodian.Git;

/// <summary>A blob of a pack among those that are stored as differences from each other.</summary>
/// <param name="parent">What it differs from; null: it is stored whole.</param>
internal sealed class PackMember(PackEntry entry, PackMember? parent)
{
    public PackEntry Entry => entry;

    public PackMember Root => parent?.Root ?? this;

    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>Null where only others differ from it, and nobody asked for it.</summary>
    public StoredBlob? Blob { get; set; }

    public PackMember? FirstChild { get; set; }

    public PackMember? NextSibling { get; } = parent?.FirstChild;

    /// <summary>Of a root: how many descend from it.</summary>
    public int Descendants { get; set; }
}
