using Custodian.Forges.GitHub.Hooks;

namespace Custodian.Intake;

/// <summary>Reads the bodies of hooks whose sender nobody knows yet: none is too long, and all of them together fill no memory.</summary>
internal sealed class HookBodies
{
    /// <summary>GitHub sends none that is longer.</summary>
    public const int Limit = 25 << 20;

    private const int LimitOfAll = 4 * Limit;

    private long all;

    /// <summary>The raw bytes, and what is done with them while they count.</summary>
    /// <exception cref="HookRefusedException">The body is too large, or too many are being read.</exception>
    public async Task<T> ReadAsync<T>(HttpRequest request, Func<ReadOnlyMemory<byte>, T> use, CancellationToken stop)
    {
        if (request.ContentLength > Limit) throw TooLarge();

        // It grows with what has come, whatever length was announced.
        using var body = new MemoryStream();
        try
        {
            var buffer = new byte[64 << 10];
            for (int read; (read = await request.Body.ReadAsync(buffer, stop)) > 0;)
            {
                if (body.Length + read > Limit) throw TooLarge();
                body.Write(buffer, 0, read);
                if (Interlocked.Add(ref all, read) > LimitOfAll) throw new HookRefusedException(HookRefusal.Busy, "Too many large hooks arrive at once. Have this one sent again in a minute; meanwhile polling sees what it would have told.");
            }

            return use(body.GetBuffer().AsMemory(0, (int)body.Length));
        }
        finally
        {
            Interlocked.Add(ref all, -body.Length);
        }
    }

    private static HookRefusedException TooLarge() =>
        new(HookRefusal.BodyTooLarge, "A hook has at most 25 MiB, and GitHub sends none that is longer: whatever sent this is not GitHub, or something on the way changed it.");
}
