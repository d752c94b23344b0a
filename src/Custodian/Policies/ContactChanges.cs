namespace Custodian.Policies;

/// <summary>What changes of names, addresses and accounts: no part of the policy, nobody votes on it, and it counts once the service starts with it.</summary>
internal static class ContactChanges
{
    /// <summary>Every difference, in words, in the order of ids; empty: there is none.</summary>
    public static IReadOnlyList<string> Find(Configuration old, Configuration now)
    {
        List<string> told = [];
        foreach (var id in old.Contacts.Keys.Union(now.Contacts.Keys).Order(StringComparer.Ordinal))
        {
            var (before, after) = (old.Contacts.GetValueOrDefault(id) ?? new(), now.Contacts.GetValueOrDefault(id) ?? new());
            // Of an address the letters' case counts for nothing.
            PolicyChanges.Sets(before.Emails.Select(Lower), after.Emails.Select(Lower),
                lost => told.Add($"{id}'s address {lost} is removed: what was written under it no longer keeps {id} from signing"),
                gained => told.Add($"{id} has the address {gained}: what was written under it keeps {id} from signing"));
            if (before.Name != after.Name || !before.GitHubAccounts.SequenceEqual(after.GitHubAccounts) || !before.Subjects.SequenceEqual(after.Subjects)) told.Add($"{id}: name or accounts");
        }

        return told;
    }

    private static string Lower(string email) => email.ToLowerInvariant();
}
