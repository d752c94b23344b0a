using Custodian.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Custodian.Tests.Commands;

public sealed class ServeOutcomeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_ended_because_a_part_of_it_failed_does_not_end_with_0()
    {
        using var host = HostOf(_ => throw new IOException("the disk is gone"));
        await host.StartAsync(Stop);
        await host.WaitForShutdownAsync(Stop);

        var told = Assert.Throws<CommandException>(() => ServeCommand.Outcome(host.Services));

        Assert.Equal((ExitCode.CouldNot, "The service ended because a part of it failed: the disk is gone"), (told.ExitCode, told.Message));
    }

    [Fact]
    public async Task A_service_that_was_asked_to_end_ends_with_0()
    {
        using var host = HostOf(stop => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));
        await host.StartAsync(Stop);
        await host.StopAsync(Stop);

        Assert.Equal(ExitCode.Yes, ServeCommand.Outcome(host.Services));
    }

    private static IHost HostOf(Func<CancellationToken, Task> work)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHostedService(_ => new Part(work));
        return builder.Build();
    }

    private sealed class Part(Func<CancellationToken, Task> work) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            await work(stoppingToken);
        }
    }
}
