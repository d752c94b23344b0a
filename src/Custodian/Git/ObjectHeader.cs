using System.Buffers.Text;

namespace Custodian.Git;

/// <summary>The line by which <c>git cat-file --batch</c> announces an object: <c>ID TYPE SIZE</c>, or <c>ID missing</c>.</summary>
/// <param name="Size">In bytes; -1: git found no such object.</param>
internal readonly record struct ObjectHeader(BlobId Id, bool IsBlob, long Size)
{
    /// <exception cref="GitException">It is no such line.</exception>
    public static ObjectHeader Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length > BlobId.Digits && line[BlobId.Digits] == ' ')
        {
            var id = BlobId.Parse(line[..BlobId.Digits]);
            var rest = line[(BlobId.Digits + 1)..];
            if (rest.SequenceEqual("missing"u8)) return new(id, false, -1);

            var space = rest.IndexOf((byte)' ');
            if (space > 0 && Utf8Parser.TryParse(rest[(space + 1)..], out long size, out var used) && used == rest.Length - space - 1 && size >= 0)
            {
                return new(id, rest[..space].SequenceEqual("blob"u8), size);
            }
        }

        throw new GitException("git answered in a way that is not understood.");
    }
}
