namespace Custodian.SignOffs;

/// <summary>Reads a request's raw bytes, up to a limit.</summary>
internal static class BodyReader
{
    public const int Limit = 1 << 20;

    /// <exception cref="RefusalException">The body is larger than the limit.</exception>
    public static async Task<byte[]> ReadBytesAsync(this HttpRequest request, CancellationToken stop)
    {
        if (request.ContentLength > Limit) throw TooLarge();

        using var body = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int read; (read = await request.Body.ReadAsync(buffer, stop)) > 0;)
        {
            if (body.Length + read > Limit) throw TooLarge();
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static RefusalException TooLarge() => new(Refusal.BodyTooLarge, "A body has at most 1 MiB.");
}
