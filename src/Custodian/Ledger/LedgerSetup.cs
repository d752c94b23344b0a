using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Store;

namespace Custodian.Ledger;

/// <summary>Puts the ledger together over the store.</summary>
internal static class LedgerSetup
{
    public static void AddLedger(this IServiceCollection services, ServiceSettings settings, string dataFolder)
    {
        services.AddSingleton(_ => OpenKey(settings, dataFolder));
        services.AddSingleton<StoredLog>();
        services.AddSingleton(provider => new Tiles(provider.GetRequiredService<StoredLog>(), provider.GetRequiredService<StoredLog>()));
        services.AddSingleton(provider => new LedgerProofs(provider.GetRequiredService<Tiles>(), provider.GetRequiredService<StoredLog>()));
        services.AddSingleton<CheckpointSigner>();
        services.AddSingleton(new KeptCheckpoint(dataFolder));
        services.AddSingleton<LedgerHead>();
        services.AddHostedService<LedgerPublisher>();
        services.AddSingleton<IStep, PublishLedgerStep>();
    }

    /// <summary>Where the key lies that the service makes for itself.</summary>
    public static string KeyFile(string dataFolder) => Path.Combine(dataFolder, "ledger.key");

    /// <exception cref="LedgerKeyException">The key cannot be used; the message names the mend.</exception>
    private static LedgerKey OpenKey(ServiceSettings settings, string dataFolder)
    {
        if (settings.LedgerKey is not { } secret)
        {
            DataFolder.Make(dataFolder);
            return LedgerKey.LoadOrCreate(KeyFile(dataFolder), settings.LedgerOrigin);
        }

        var key = LedgerKey.Parse(secret.Read(), secret.ToString());
        return key.Name == settings.LedgerOrigin
            ? key
            : throw new LedgerKeyException(
                $"The ledger key {secret} signs as '{key.Name}', not as '{settings.LedgerOrigin}': write ledger-origin: {key.Name}, or name the right key.");
    }
}
