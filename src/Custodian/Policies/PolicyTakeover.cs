using System.Threading.Channels;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Policies;

/// <summary>
/// Ends the service, for whoever runs it to start it again in the same process, when another policy is in force than it runs with
/// and the configuration file says that one. While the file does not, nothing changes but what is said of it.
/// </summary>
/// <param name="tryOut">Throws where a start with a configuration would end because of it.</param>
internal sealed partial class PolicyTakeover(
    Configuration running, FactStore store, IReadOnlyList<ICheckSchema> schemas, Action<Configuration> tryOut, IHostApplicationLifetime host, ILogger<PolicyTakeover> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    // Needs no disposal: a host that fails while it starts is gone before this has ended.
    private readonly Channel<bool> woken = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private volatile Configuration? next;
    private volatile string? trouble;

    /// <summary>What to run with next; null: the service ends for another reason, or not at all.</summary>
    public Configuration? Next => next;

    /// <summary>Why the service does not run with the policy in force; null: it does.</summary>
    public string? Trouble => trouble;

    /// <summary>Looks at once: a policy was adopted.</summary>
    public void Look() => woken.Writer.TryWrite(true);

    /// <summary>Looks whether another policy is in force, and whether it can be taken up.</summary>
    public async Task LookAsync(CancellationToken stop)
    {
        if (next is not null) return;

        var inForce = await store.ReadAsync(reader => PolicyProposals.InForce(reader).Body, stop);
        if (inForce.Digest == running.PolicyDigest)
        {
            trouble = null;
            return;
        }

        try
        {
            var read = ConfigurationFile.Load(running.File, schemas);
            if (WhyNot(read, inForce) is { } why)
            {
                Tell(why);
                return;
            }

            next = read;
            LogTaken(inForce.Number, inForce.Digest);
            host.StopApplication();
        }
        catch (ConfigurationException unreadable)
        {
            Tell($"Policy number {inForce.Number} was adopted, and the configuration file cannot be taken up: {unreadable.Problems[0]}");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await LookOrTellAsync(stoppingToken);
                await WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service is stopping, or never came up: the next start looks first of all.
        }
    }

    private async Task LookOrTellAsync(CancellationToken stop)
    {
        try
        {
            await LookAsync(stop);
        }
        catch (StoreException unreadable)
        {
            LogFailed(unreadable.Message);
        }
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(stop);
        pause.CancelAfter(Pause);
        try
        {
            await woken.Reader.ReadAsync(pause.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The pause is over: it is time to look again.
        }
    }

    private string? WhyNot(Configuration read, PolicyAdopted inForce)
    {
        if (read.PolicyDigest != inForce.Digest)
        {
            return $"Policy number {inForce.Number} ({inForce.Digest}) was adopted, and {running.File} says {read.PolicyDigest}: put the adopted policy there, and it is taken up by itself.";
        }

        // What a start would end with is told while the service still runs.
        foreach (var secret in read.Secrets) secret.Read();
        tryOut(read);
        return null;
    }

    private void Tell(string why)
    {
        if (trouble != why) LogTrouble(why);
        trouble = why;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Policy {Number} was adopted, and the configuration file says it: the service starts again with {Digest}")]
    private partial void LogTaken(int number, string digest);

    [LoggerMessage(Level = LogLevel.Error, Message = "Nothing is promoted. {Why}")]
    private partial void LogTrouble(string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Which policy is in force could not be read, and is asked again: {Why}")]
    private partial void LogFailed(string why);
}
