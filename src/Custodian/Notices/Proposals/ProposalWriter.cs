using System.Security.Cryptography;
using System.Text.Json;
using Custodian.Forges;
using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Notices.Proposals;

/// <summary>
/// Brings one candidate's pull request up to date. Only what is new is sent, each part is kept once the forge took it, and before each it is asked
/// whether gold is about to move: then nothing is written, so that few writes stand between the last sign-off and what people see of it.
/// </summary>
internal sealed partial class ProposalWriter(Configuration configuration, FactStore store, IForge forge, TimeProvider clock, ILogger<ProposalWriter> logger)
{
    /// <summary>Under this name it is kept which pull request there is.</summary>
    public const string PullRequest = "pull-request";

    /// <summary>What is kept of a pull request that needs nothing any more.</summary>
    public const string Ended = "ended";

    private const string Begun = "begun";
    private const string Comment = "pull-request comment";
    private const string Reviews = "pull-request reviews";
    private const string Marker = "<!-- custodian -->";
    private const string Heads = "refs/heads/";

    // The forge sees by itself that gold has what was asked for, most often within seconds; once the branch is gone it cannot any more.
    private static readonly TimeSpan LongestMerge = TimeSpan.FromHours(1);

    /// <param name="place">Where gold lives, as OWNER/NAME.</param>
    /// <param name="find">The same as the forge knows it; null: nobody can write there.</param>
    /// <exception cref="ForgeException">The forge refused, or cannot be reached.</exception>
    public Task PutAsync(WatchedRepository repository, Proposal proposal, string place, Func<Task<ForgeRepository?>> find, CancellationToken stop) =>
        proposal.State == ProposalState.Open ? AskAsync(repository, proposal, place, find, stop) : EndAsync(proposal, place, find, stop);

    private async Task AskAsync(WatchedRepository repository, Proposal proposal, string place, Func<Task<ForgeRepository?>> find, CancellationToken stop)
    {
        var (candidate, notice) = (proposal.Candidate, PromotionNotice.Of(proposal));
        var told = await store.ReadAsync(reader => reader.Told.Besides(candidate), stop);
        var draft = new ForgePullRequestDraft(CandidateBranch.Of(candidate.Commit), repository.Entry.Gold.Ref[Heads.Length..], notice.Title, notice.Body);
        var number = told.GetValueOrDefault(PullRequest)?.ForgeId ?? 0;
        if (IsNews(PullRequest, DigestOf(place, draft)))
        {
            if (await WritableAsync(candidate, find, stop) is not { } found) return;

            // Before the branch is made: whatever becomes of the answers, it is known to be ours to delete.
            await KeepAsync(candidate, new(PullRequest, number, Begun), stop);
            await forge.PutBranchAsync(found, draft.HeadBranch, candidate.Commit, stop);
            if (await WritableAsync(candidate, find, stop) is null) return;

            number = await forge.PutPullRequestAsync(found, draft, stop);
            await KeepAsync(candidate, new(PullRequest, number, DigestOf(place, draft)), stop);
        }

        if (IsNews(Comment, DigestOf(number, notice.Comment)))
        {
            if (await WritableAsync(candidate, find, stop) is not { } found) return;
            await CommentAsync(found, candidate, number, notice.Comment, told, stop);
        }

        var accounts = notice.Asked?.Select(Account).OfType<long>().ToList();
        if (accounts is not null && IsNews(Reviews, DigestOf(number, accounts)))
        {
            if (await WritableAsync(candidate, find, stop) is not { } found) return;
            await RequestAsync(found, candidate, number, accounts, stop);
            await KeepAsync(candidate, new(Reviews, number, DigestOf(number, accounts)), stop);
        }

        bool IsNews(string name, string digest) => told.GetValueOrDefault(name)?.Digest != digest;
    }

    private async Task EndAsync(Proposal proposal, string place, Func<Task<ForgeRepository?>> find, CancellationToken stop)
    {
        var (candidate, notice) = (proposal.Candidate, PromotionNotice.Of(proposal));
        if (await WritableAsync(candidate, find, stop) is not { } found) return;

        var told = await store.ReadAsync(reader => reader.Told.Besides(candidate), stop);
        var (number, branch) = (told[PullRequest].ForgeId, CandidateBranch.Of(candidate.Commit));
        var there = number == 0 ? null : await forge.FindPullRequestAsync(found, number, stop);
        // Of another repository, where the policy names another one by now, the number is somebody else's.
        if (there is not null && there.HeadBranch == branch && there.HeadRepositoryId == found.Id)
        {
            if (told.GetValueOrDefault(Comment)?.Digest != DigestOf(number, notice.Comment)) await CommentAsync(found, candidate, number, notice.Comment, told, stop);
            if (there.Open && proposal.PromotedAt is { } promoted && clock.GetUtcNow() < promoted + LongestMerge) return;
            if (there.Open) await forge.ClosePullRequestAsync(found, number, stop);
        }

        if (!await IsSharedAsync(candidate, place, stop)) await forge.DeleteBranchAsync(found, branch, stop);
        await KeepAsync(candidate, new(PullRequest, number, Ended), stop);
    }

    private async Task CommentAsync(ForgeRepository found, CandidateId candidate, long number, string text, IReadOnlyDictionary<string, ToldRun> told, CancellationToken stop)
    {
        var comment = await forge.PutCommentAsync(found, number, Marker, text, told.GetValueOrDefault(Comment)?.ForgeId, stop);
        await KeepAsync(candidate, new(Comment, comment, DigestOf(number, text)), stop);
    }

    private async Task RequestAsync(ForgeRepository found, CandidateId candidate, long number, IReadOnlyList<long> accounts, CancellationToken stop)
    {
        var logins = new List<string>();
        foreach (var account in accounts)
        {
            if (await forge.FindAccountAsync(found, account, stop) is { Bot: false } who) logins.Add(who.Login);
        }

        try
        {
            await forge.RequestReviewsAsync(found, number, logins, stop);
        }
        catch (ForgeException refused) when (!refused.Passes)
        {
            // All the others are asked, and whoever is not may still review. To try again each time would be a write each time.
            LogNotAsked(candidate.ToString(), refused.Message, refused.Who.ToString());
        }
    }

    // A person may have several accounts, and is asked once.
    private long? Account(string person) =>
        configuration.Contacts.TryGetValue(person, out var contact) && contact.GitHubAccounts is [var first, ..] ? long.Parse(first, System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <returns>Where to; null: nothing is written now.</returns>
    private async Task<ForgeRepository?> WritableAsync(CandidateId candidate, Func<Task<ForgeRepository?>> find, CancellationToken stop)
    {
        var moves = await store.ReadAsync(
            reader => reader.StateOf(candidate.Repository).IntentSeq is not null
                || (reader.IsOpen(candidate.Repository, candidate.Commit) == true && Verdicts.Latest(reader, candidate)?.Verdict == Verdicts.NameOf(new Verdict.Promote())),
            stop);
        return moves ? null : await find();
    }

    // Two maintained lines of one repository may both ask for a commit, from one branch.
    private async Task<bool> IsSharedAsync(CandidateId candidate, string place, CancellationToken stop)
    {
        List<string> others = [.. configuration.Repositories.Where(other => other.Name != candidate.Repository && string.Equals(GitHubPlaces.OfGold(other, configuration.Service.GitHub), place, StringComparison.OrdinalIgnoreCase)).Select(other => other.Name)];
        return await store.ReadAsync(reader => others.Any(other => reader.Told.OtherThan(other, PullRequest, Ended).Contains(candidate.Commit)), stop);
    }

    private Task<bool> KeepAsync(CandidateId candidate, ToldRun told, CancellationToken stop) => store.WriteAsync(
        transaction =>
        {
            transaction.Told.Keep(candidate, told);
            return true;
        }, stop);

    private static string DigestOf(params object[] told) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(told)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not everybody who is awaited for {Candidate} is asked for a review: {Why} Who can act: {Who}. They can review it all the same.")]
    private partial void LogNotAsked(string candidate, string why, string who);
}
