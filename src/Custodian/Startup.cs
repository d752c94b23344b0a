using Custodian.Checks;
using Custodian.Git;
using Custodian.Ledger;
using Custodian.Policies;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian;

/// <summary>What happens once, before the service works: leftovers of a crash are ended, and the first policy is recorded.</summary>
internal sealed partial class Startup(string dataFolder, ProgramRunner programs, FactStore store, Configuration configuration, Workspaces workspaces, LedgerHead head, ILogger<Startup> logger)
{
    public async Task RunAsync(CancellationToken stop)
    {
        LogSqlite(SqliteDatabase.LinkedVersion);
        // First of all: nothing is recorded on top of a store that lost what was signed.
        await head.NewestAsync(stop);
        foreach (var ended in await Leftovers.EndAsync(programs, stop)) LogEnded(ended);
        foreach (var stale in Leftovers.Unlock(Path.Combine(dataFolder, "mirrors"))) LogUnlocked(stale);
        await workspaces.SweepAsync(stop);
        var (number, adopted) = await store.WriteAsync(RecordPolicy, stop);
        if (adopted == configuration.PolicyDigest) LogPolicy(number, adopted);
        else LogOtherPolicy(configuration.PolicyDigest, number, adopted);
    }

    // The first policy is in force because the operator starts with it; every later one has to be adopted.
    private (int Number, string Digest) RecordPolicy(Transaction transaction)
    {
        if (transaction.Every<PolicyAdopted>() is [var first, ..] every)
        {
            if (configuration.Genesis is { } pinned && pinned != first.Body.Digest)
            {
                throw new StoreException($"The configuration pins {pinned} as the first policy, and this data began with {first.Body.Digest}: it is another estate's data, or the pin is wrong.");
            }

            var last = every[^1];
            RecordContacts(transaction, last.Body.Contacts);
            return (last.Body.Number, last.Body.Digest);
        }

        if (configuration.Genesis is { } genesis && genesis != configuration.PolicyDigest)
        {
            throw new StoreException($"The configuration pins {genesis} as the first policy, and its own is {configuration.PolicyDigest}: nothing was recorded. Correct policy: genesis:, or the policy.");
        }

        transaction.KeepEvidence(configuration.PolicyDocument);
        transaction.Append(new PolicyAdopted
        {
            At = transaction.Now,
            Number = 1,
            Digest = configuration.PolicyDigest,
            Contacts = transaction.KeepPersonal(configuration.ContactsDocument),
        });
        return (1, configuration.PolicyDigest);
    }

    // They are no rule, but whose address is missing is no longer known as an author: a change must leave a trace.
    private void RecordContacts(Transaction transaction, string adopted)
    {
        var before = transaction.Every<ContactsChanged>() is [.., var last] ? last.Body.Contacts : adopted;
        if (transaction.Personal(before) is { } text && text.AsSpan().SequenceEqual(configuration.ContactsDocument)) return;

        transaction.Append(new ContactsChanged { At = transaction.Now, Contacts = transaction.KeepPersonal(configuration.ContactsDocument) });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "SQLite {Version} is linked")]
    private partial void LogSqlite(string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ended {Program}, left running by an earlier start")]
    private partial void LogEnded(string program);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removed {Lock}, left by an earlier start")]
    private partial void LogUnlocked(string @lock);

    [LoggerMessage(Level = LogLevel.Information, Message = "Policy {Number} is in force: {Digest}")]
    private partial void LogPolicy(int number, string digest);

    [LoggerMessage(Level = LogLevel.Error, Message = "The configuration's policy {Digest} is not the adopted one (number {Number}, {Adopted}): nothing is promoted until the service is started with that")]
    private partial void LogOtherPolicy(string digest, int number, string adopted);
}
