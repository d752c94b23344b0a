using System.Buffers.Binary;

namespace Custodian.Ledger;

/// <summary>Entries one after another, each after its length in two bytes, big-endian (C2SP tlog-tiles, "Log entries").</summary>
internal static class EntryBundle
{
    /// <summary>Most bytes of one entry: what two bytes can count.</summary>
    public const int LargestEntry = ushort.MaxValue;

    /// <summary>Most bytes of a bundle.</summary>
    public const int LargestBundle = TilePath.FullWidth * (sizeof(ushort) + LargestEntry);

    /// <exception cref="ArgumentException">An entry is larger than <see cref="LargestEntry"/>.</exception>
    public static byte[] Encode(IReadOnlyCollection<byte[]> bodies)
    {
        var bundle = new byte[bodies.Sum(body => sizeof(ushort) + body.Length)];
        var rest = bundle.AsSpan();
        foreach (var body in bodies)
        {
            if (body.Length > LargestEntry)
            {
                throw new ArgumentException(
                    $"An entry of {body.Length} bytes is too large: the ledger takes {LargestEntry}.", nameof(bodies));
            }

            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)body.Length);
            body.CopyTo(rest[sizeof(ushort)..]);
            rest = rest[(sizeof(ushort) + body.Length)..];
        }

        return bundle;
    }

    /// <summary>The entries; null where a length points beyond the end.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Decode(ReadOnlyMemory<byte> bundle)
    {
        List<ReadOnlyMemory<byte>> bodies = [];
        while (!bundle.IsEmpty)
        {
            if (bundle.Length < sizeof(ushort)) return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.Span);
            bundle = bundle[sizeof(ushort)..];
            if (bundle.Length < length) return null;
            bodies.Add(bundle[..length]);
            bundle = bundle[length..];
        }

        return bodies;
    }
}
