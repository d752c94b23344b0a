using System.IO.Pipelines;
using Custodian.Forges.GitHub.Hooks;
using Custodian.Intake;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Custodian.Tests.Intake;

public class HookBodiesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Large_bodies_that_come_together_fill_no_memory_and_the_next_is_taken_once_one_of_them_has_come()
    {
        var bodies = new HookBodies();
        var waiting = new List<(PipeWriter Writer, Task<int> Read)>();
        for (var large = 0; large < 4; large++)
        {
            // One byte may wait: what is written has been read when the next byte can be.
            var pipe = new Pipe(new(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
            waiting.Add((pipe.Writer, LengthAsync(bodies, pipe.Reader.AsStream())));
            await pipe.Writer.WriteAsync(new byte[HookBodies.Limit - 1], Stop);
            await pipe.Writer.WriteAsync(new byte[1], Stop);
        }

        var busy = await Assert.ThrowsAsync<HookRefusedException>(() => LengthAsync(bodies, new MemoryStream(new byte[5])));

        Assert.Equal(HookRefusal.Busy, busy.Refusal);
        await waiting[0].Writer.CompleteAsync();
        Assert.Equal(HookBodies.Limit, await waiting[0].Read);
        Assert.Equal(5, await LengthAsync(bodies, new MemoryStream(new byte[5])));
        foreach (var (writer, _) in waiting) await writer.CompleteAsync();
        await Task.WhenAll(waiting.Select(one => one.Read));
    }

    private static Task<int> LengthAsync(HookBodies bodies, Stream body) =>
        bodies.ReadAsync(new DefaultHttpContext { Request = { Body = body } }.Request, bytes => bytes.Length, Stop);
}
