using Microsoft.Win32.SafeHandles;

namespace Custodian.Git;

/// <summary>Reads a pack from any place in it. Not mapped into memory: one that is cut off meanwhile would end this process.</summary>
/// <param name="file">Left open.</param>
internal sealed class PackStream(SafeFileHandle file) : Stream
{
    // Most blobs take less, and what lies behind one is seldom the next that is wanted.
    private const int MostAtOnce = 4 << 10;

    // Single bytes are read one entry after another.
    private readonly byte[] window = new byte[64 << 10];
    private long windowAt;
    private int windowLength;

    public override long Position { get; set; }

    // What a stream cannot do it says here, and by its contract it refuses that, as below. Nobody asks: packs are read forwards, and never written.
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override int Read(Span<byte> buffer)
    {
        var read = RandomAccess.Read(file, buffer[..Math.Min(buffer.Length, MostAtOnce)], Position);
        Position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int ReadByte()
    {
        if (Position < windowAt || Position >= windowAt + windowLength)
        {
            (windowAt, windowLength) = (Position, RandomAccess.Read(file, window, Position));
            if (windowLength == 0) return -1;
        }

        return window[(int)(Position++ - windowAt)];
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
