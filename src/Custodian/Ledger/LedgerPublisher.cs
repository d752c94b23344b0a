using System.Threading.Channels;
using Custodian.Store;

namespace Custodian.Ledger;

/// <summary>Signs the ledger's head soon after facts were recorded, so that whoever asks finds it signed and its tiles made.</summary>
internal sealed partial class LedgerPublisher(FactStore store, LedgerHead head, TimeProvider clock, ILogger<LedgerPublisher> logger) : BackgroundService
{
    // Under traffic one signature stands for all facts of this long; who asks for a checkpoint meanwhile gets one at once.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Wake() => wakes.Writer.TryWrite(true);
        store.Committed += Wake;
        try
        {
            await foreach (var _ in wakes.Reader.ReadAllAsync(stoppingToken))
            {
                await SignAsync(stoppingToken);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service is stopping: the next start, or the next who asks, signs what is left.
        }
        finally
        {
            store.Committed -= Wake;
        }
    }

    private async Task SignAsync(CancellationToken stop)
    {
        try
        {
            await head.NewestAsync(stop);
        }
        catch (LedgerForkException fork)
        {
            LogForked(fork.Message);
        }
        catch (Exception passing) when (passing is StoreException or IOException or UnauthorizedAccessException)
        {
            LogNotSigned(passing.Message);
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            // Whatever it is, the host would end the whole service for it.
            LogFailed(unforeseen);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "ALARM: the ledger is not signed any more: {Why}")]
    private partial void LogForked(string why);

    [LoggerMessage(Level = LogLevel.Critical, Message = "ALARM: the ledger's head could not be signed for a reason that nobody foresaw; it is tried again with the next fact")]
    private partial void LogFailed(Exception unforeseen);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger's head could not be signed and is tried again with the next fact: {Why}")]
    private partial void LogNotSigned(string why);
}
