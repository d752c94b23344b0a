using System.Text.Json;
using Custodian.Commands;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>Proposes waivers and deviations at the front door, and signs them.</summary>
internal static class ExceptionBench
{
    /// <summary>The check of the bench that always fails.</summary>
    public static readonly (string Old, string New) Failing = ("run: [\"true\"]", "run: [\"false\"]");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static CommitSha? Gold(this PageBench bench) => bench.Read(reader => reader.StateOf(PageBench.Name).Gold);

    /// <summary>A candidate whose tests fail, on an adopted repository.</summary>
    public static async Task<CommitSha> FailedAsync(this PageBench bench, string content = "two")
    {
        var candidate = await bench.PushAsync(PageBench.Main, content, bench.Gold() ?? await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await bench.WhyAsync(candidate, "reject");
        return candidate;
    }

    /// <summary>A waiver of the bench's one check, for a month.</summary>
    public static ExceptionMotion Waiver(this PageBench bench, CommitSha? commit) => new()
    {
        Repository = PageBench.Name,
        Check = "tests",
        Commit = commit,
        Until = bench.Clock.GetUtcNow().AddDays(30),
        Reason = "The printer of the lab is being replaced.",
        ClinicalRisk = "None: labels are written by hand meanwhile.",
        Salt = ExceptionMotion.NewSalt(),
    };

    /// <returns>What is voted on.</returns>
    public static async Task<string> ProposeAsync(this PageBench bench, ExceptionMotion motion, string person = "taunton-director", Func<Statement, Statement>? change = null)
    {
        using var server = new ServerClient(bench.Client.BaseAddress!.ToString());
        var digest = ExceptionMotion.Digest(motion.ToBytes());
        var statement = Statement.Parse(await bench.StatementAsync(motion, person, SignOffDecision.Approve));
        await new Signing(server, bench.Key(person)).ProposeExceptionAsync(motion.ToBytes(), (change?.Invoke(statement) ?? statement).ToBytes(), Stop);
        return digest;
    }

    public static async Task<Receipt> VoteAsync(this PageBench bench, ExceptionMotion motion, string person, SignOffDecision decision = SignOffDecision.Approve)
    {
        using var server = new ServerClient(bench.Client.BaseAddress!.ToString());
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        return await new Signing(server, bench.Key(person)).SendAsync(await bench.StatementAsync(motion, person, decision), Stop);
    }

    /// <summary>As everybody may read it.</summary>
    public static async Task<JsonElement> ExceptionAsync(this PageBench bench, string digest) =>
        (await bench.GetAsync($"api/v1/waivers?repository={PageBench.Name}")).EnumerateArray().Single(one => one.GetProperty("digest").GetString() == digest);

    // Not the command's own order, which compares the server's time with this machine's: the bench's clock is moved.
    private static Task<byte[]> StatementAsync(this PageBench bench, ExceptionMotion motion, string person, SignOffDecision decision) => bench.Client.GetByteArrayAsync(
        $"api/v1/statement?repository={PageBench.Name}&subject={motion.Kind}:{ExceptionMotion.Digest(motion.ToBytes())}&person={person}&role={Motion.Role}&decision={decision}"
        + (motion.Commit is { } about ? $"&commit={about}" : ""), Stop);

    /// <summary>Proposes it and signs it for everybody.</summary>
    public static async Task GrantAsync(this PageBench bench, ExceptionMotion motion)
    {
        await bench.ProposeAsync(motion);
        await bench.VoteAsync(motion, "sthk-director");
    }
}
