namespace Custodian.Forges.GitHub;

/// <summary>
/// Keeps one comment up to date. It is ours if it has our name under it and begins with our marker: others may quote the marker, and
/// our App may change what others wrote.
/// </summary>
internal sealed class CommentWriter(GitHubApi api, Rounds rounds)
{
    private readonly OwnName own = new(api);

    /// <param name="known">GitHub's number of it, from an earlier call; null: it is looked for.</param>
    /// <exception cref="ForgeException">GitHub refused, or cannot be reached.</exception>
    public Task<long> PutAsync(GitHubPlace place, long number, string marker, string body, long? known, CancellationToken stop)
    {
        var hidden = marker.Length >= 7 && marker.StartsWith("<!--", StringComparison.Ordinal) && marker.IndexOf("-->", StringComparison.Ordinal) == marker.Length - 3 && !marker.Any(char.IsControl);
        if (!hidden) throw new ArgumentException($"'{marker}' is no HTML comment on one line.", nameof(marker));

        var text = GitHubTexts.Body($"{marker}\n{body}");
        return rounds.RunAsync($"write comments in {place.FullName}", once => RoundAsync(place, number, marker, text, known, once), stop);
    }

    private async Task<long> RoundAsync(GitHubPlace place, long number, string marker, string text, long? known, CancellationToken stop)
    {
        var us = await own.FindAsync(place.Identity, stop);
        var there = known is { } id ? await GetAsync(id) : null;
        there ??= await FindAsync();
        if (there is null) return await WriteAsync(place, number, text, stop);

        if (!GitHubTexts.Same(there.Body, text)) await api.As(place.Identity, stop).Connection.Patch<CommentAnswer>(place.At($"issues/comments/{there.Id}"), new { body = text });
        return there.Id;

        async Task<CommentAnswer?> GetAsync(long id) =>
            await api.FindAsync<CommentAnswer>(place.Identity, place.At($"issues/comments/{id}"), stop) is { } found && IsOurs(found) && IsThere(found) ? found : null;

        // There are two where GitHub did not yet tell of the first when it was looked for: the newest is the one that is read.
        async Task<CommentAnswer?> FindAsync() =>
            await api.ListAsync<CommentAnswer>(place.Identity, place.At($"issues/{number}/comments?per_page=100"), stop).LastOrDefaultAsync(IsOurs, stop);

        bool IsOurs(CommentAnswer found) =>
            found.Id > 0 && string.Equals(found.User?.Login, us, StringComparison.OrdinalIgnoreCase) && found.Body?.StartsWith(marker, StringComparison.Ordinal) == true;

        bool IsThere(CommentAnswer found) => found.IssueUrl?.EndsWith($"/issues/{number}", StringComparison.Ordinal) == true;
    }

    private async Task<long> WriteAsync(GitHubPlace place, long number, string text, CancellationToken stop)
    {
        var written = (await api.As(place.Identity, stop).Connection.Post<CommentAnswer>(place.At($"issues/{number}/comments"), new { body = text }, accepts: null, contentType: null, parameters: null, stop)).Body;
        return written is { Id: > 0 } ? written.Id : throw GitHubTroubles.Strange();
    }
}
