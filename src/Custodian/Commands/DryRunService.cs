using Custodian.Policies;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;

namespace Custodian.Commands;

/// <summary>What a dry run takes from the service: which exceptions every custodian granted, and which policy is in force.</summary>
internal sealed record DryRunService(int PolicyNumber, string PolicyDigest, IReadOnlyList<Waiver> Waivers, IReadOnlyList<Deviation> Deviations)
{
    public const string NotAsked = "Waivers and deviations that the service knows are not known here: name it with --server, and they count.";

    /// <exception cref="CommandException">The service does not answer, or is no Custodian.</exception>
    /// <exception cref="ServerRefusalException">It knows no such repository.</exception>
    public static async Task<DryRunService> AskAsync(string url, string repository, CancellationToken stop)
    {
        using var server = new ServerClient(url);
        var inForce = await server.GetAsync<PolicyView>("api/v1/policy", stop);
        var all = await server.GetAsync<IReadOnlyList<ExceptionView>>($"api/v1/waivers?repository={Uri.EscapeDataString(repository)}", stop);
        // What has expired, or was ended, excuses nothing, and is told as such.
        List<ExceptionView> granted = [.. all.Where(one => one.GrantedAt is not null).Select(one => one.EndedAt is { } ended && ended < one.Until ? one with { Until = ended } : one)];
        return new(
            inForce.Number,
            inForce.Digest,
            [.. from one in granted
                where one.Kind == SubjectKind.Waiver
                select new Waiver { Seq = 0, Repository = one.Repository, Check = one.Check, Commit = one.Commit, Finding = one.Finding, Definition = one.Definition, Until = one.Until }],
            [.. from one in granted
                where one.Kind == SubjectKind.Deviation
                select new Deviation { Seq = 0, Repository = one.Repository, Check = one.Check, Until = one.Until }]);
    }

    public IReadOnlyList<string> Notes(Configuration judgedBy) => judgedBy.PolicyDigest == PolicyDigest
        ? []
        : [$"The service has another policy in force (number {PolicyNumber}) than the one that this was judged by: name its file with --config."];
}
