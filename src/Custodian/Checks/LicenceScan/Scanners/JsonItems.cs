using System.Text.Json;

namespace Custodian.Checks;

/// <summary>
/// Reads the objects of one list of a JSON document, one after another, however large the document is: hostile code wrote it. Of the rest nothing is
/// kept, and no value, nor any one object, may be larger than a bound.
/// </summary>
internal sealed class JsonItems(Stream document, string list)
{
    /// <summary>Most bytes of a document.</summary>
    public const long MostBytes = 256L << 20;

    private const int MostOfOne = 16 << 20;
    private const int Deepest = 64;

    private byte[] buffer = new byte[64 << 10];
    private int start;
    private int end;
    private long total;
    private bool ended;
    private JsonReaderState state = new(new() { MaxDepth = Deepest });
    private bool wanted;
    private bool inside;

    /// <summary>True once the list was met, whatever is in it.</summary>
    public bool Met { get; private set; }

    /// <returns>The next object, which the caller disposes of; null: the document has no more, and ended as it should.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="ScannerException">It is over a bound.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public JsonDocument? Next()
    {
        if (total == 0) Fill();
        while (true)
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), ended, state);
            if (Find(ref reader) is { } found) return found;
            if (ended) return null;

            Fill();
        }
    }

    // Null: more bytes are needed, or there are none.
    private JsonDocument? Find(ref Utf8JsonReader reader)
    {
        while (true)
        {
            var (before, at) = (reader.CurrentState, reader.BytesConsumed);
            if (!reader.Read())
            {
                (start, state) = (start + (int)reader.BytesConsumed, reader.CurrentState);
                return null;
            }

            if (inside && reader is { TokenType: JsonTokenType.StartObject, CurrentDepth: 2 })
            {
                var first = (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                {
                    // Not all of it is there: it is read again from its first byte.
                    (start, state) = (start + (int)at, before);
                    return null;
                }

                var item = JsonDocument.Parse(buffer.AsMemory(start + first, (int)reader.BytesConsumed - first).ToArray(), new() { MaxDepth = Deepest });
                (start, state) = (start + (int)reader.BytesConsumed, reader.CurrentState);
                return item;
            }

            if (reader.CurrentDepth != 1) continue;
            if (inside && reader.TokenType == JsonTokenType.EndArray) inside = false;
            inside |= wanted && reader.TokenType == JsonTokenType.StartArray;
            Met |= inside;
            wanted = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(list);
        }
    }

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length)
        {
            if (buffer.Length >= MostOfOne) throw new ScannerException($"wrote a report with a value larger than {PlainText.OfBytes(MostOfOne)}");
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = document.Read(buffer, end, buffer.Length - end);
        if (total == 0 && read >= 3 && buffer.AsSpan(0, 3).SequenceEqual("\uFEFF"u8)) start = 3;
        (end, ended) = (end + read, read == 0);
        if ((total += read) > MostBytes) throw new ScannerException($"wrote a report larger than {PlainText.OfBytes(MostBytes)}");
    }
}
