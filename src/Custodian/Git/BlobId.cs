using System.Buffers.Binary;

namespace Custodian.Git;

/// <summary>A blob's SHA-1 id, held by value: a commit has tens of thousands of them.</summary>
internal readonly record struct BlobId : IComparable<BlobId>
{
    /// <summary>Bytes of an id.</summary>
    public const int Length = 20;

    /// <summary>Hexadecimal digits of an id.</summary>
    public const int Digits = 2 * Length;

    private readonly ulong first;
    private readonly ulong second;
    private readonly uint last;

    /// <param name="bytes">At least the 20 bytes of the id; what follows is left alone.</param>
    public BlobId(ReadOnlySpan<byte> bytes)
    {
        first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        last = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
    }

    /// <summary>The id's first byte, by which git sorts objects into folders and buckets.</summary>
    public byte Bucket => (byte)(first >> 56);

    /// <param name="digits">40 hexadecimal digits, as git prints them.</param>
    /// <exception cref="FormatException">They are not.</exception>
    public static BlobId Parse(ReadOnlySpan<byte> digits)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (digits.Length != Digits || Convert.FromHexString(digits, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            throw new FormatException("An object id has 40 hexadecimal digits.");
        }

        return new(bytes);
    }

    /// <summary>Writes the 20 bytes of the id.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, first);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], second);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], last);
    }

    /// <summary>Writes the 40 lower-case digits of the id.</summary>
    public void WriteDigits(Span<byte> digits)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Write(bytes);
        Convert.TryToHexStringLower(bytes, digits, out _);
    }

    public int CompareTo(BlobId other)
    {
        var order = first.CompareTo(other.first);
        if (order == 0) order = second.CompareTo(other.second);
        return order != 0 ? order : last.CompareTo(other.last);
    }

    /// <summary>The 40 lower-case digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        Write(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
