using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Custodian.Licences;

/// <summary>
/// What leading comments were found to say, so that one that thousands of files share is matched once. Compared byte by byte, so that it
/// changes no answer. For any number of threads.
/// </summary>
public sealed class LicenceMemo
{
    private const long MostBytes = 16L << 20;

    private readonly ConcurrentDictionary<byte[], IReadOnlyList<Finding>> known = new(new SameBytes());
    private readonly ConcurrentDictionary<byte[], IReadOnlyList<Finding>>.AlternateLookup<ReadOnlySpan<byte>> lookup;
    private long bytes;

    /// <summary>An empty one.</summary>
    public LicenceMemo() => lookup = known.GetAlternateLookup<ReadOnlySpan<byte>>();

    internal bool TryGet(ReadOnlySpan<byte> comment, [NotNullWhen(true)] out IReadOnlyList<Finding>? findings) => lookup.TryGetValue(comment, out findings);

    // Full, it keeps what it has: the comments that a repository shares come early.
    internal void Keep(ReadOnlySpan<byte> comment, IReadOnlyList<Finding> findings)
    {
        if (Interlocked.Add(ref bytes, comment.Length + 200) <= MostBytes) known[comment.ToArray()] = findings;
    }

    private sealed class SameBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] comment) => GetHashCode((ReadOnlySpan<byte>)comment);

        public int GetHashCode(ReadOnlySpan<byte> comment)
        {
            var hash = new HashCode();
            hash.AddBytes(comment);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
