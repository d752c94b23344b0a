using System.Xml;

namespace Custodian.Checks;

/// <summary>
/// Ends the reading of one element with millions of attributes, which XmlReader would load whole (each asks for its name here),
/// and of millions of different names, which would all be kept.
/// </summary>
internal sealed class BoundedNames : NameTable
{
    private const int MostPerNode = 1_000;
    private const int MostDifferent = 10_000;

    private int node;
    private int different;

    public void NextNode() => node = 0;

    public override string Add(char[] key, int start, int len)
    {
        if (++node > MostPerNode) throw new XmlException($"an element has more than {MostPerNode} attributes");
        if (Get(key, start, len) is { } known) return known;
        if (++different > MostDifferent) throw new XmlException($"it has more than {MostDifferent} different names");
        return base.Add(key, start, len);
    }
}
