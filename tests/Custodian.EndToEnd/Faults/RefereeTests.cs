using Custodian.EndToEnd.Peers;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>The referee of the fault tests is no yes-man: what it is there to find, it finds.</summary>
public sealed class RefereeTests
{
    [Fact]
    public async Task The_referee_finds_a_lost_vote_an_unearned_promotion_a_moved_gold_and_a_tag_of_nobody_s()
    {
        await using var estate = await FaultEstate.MakeAsync();
        await estate.StartAsync();
        await estate.AdoptAsync();
        var commit = await estate.PushAsync();
        await estate.ApproveAsync(commit);
        await estate.GoldAsync(commit);
        await estate.Service!.TerminateAsync();
        await estate.CheckAsync();

        var vote = estate.Doors.Acknowledged[^1];
        await TamperAsync(estate, $"update Fact set Body = cast(replace(cast(Body as text), 'taunton-cso', 'nobody') as blob) where Seq = {vote.Seq}");
        var git = new GitClient();
        await git.RunAsync(estate.Bare(), "update-ref", "refs/heads/gold", $"{commit}^");
        await git.RunAsync(estate.Bare(), "update-ref", "refs/tags/certified/9.9", commit);

        var found = await new Referee(estate, FaultEstate.Repository).FindAsync();

        Assert.Contains($"The vote of taunton-cso that was acknowledged as entry {vote.Seq} is not there.", found);
        Assert.Contains($"Fact {vote.Seq} does not hash to its leaf.", found);
        Assert.Contains(found, one => one.Contains("had no standing approval of taunton-cso", StringComparison.Ordinal));
        Assert.Contains(found, one => one.StartsWith("Gold stands at ", StringComparison.Ordinal));
        Assert.Contains(found, one => one.StartsWith("Gold did not move forward", StringComparison.Ordinal));
        Assert.Contains(found, one => one.StartsWith("The remote has the tags ", StringComparison.Ordinal));
    }

    private static async Task TamperAsync(FaultEstate estate, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={estate.Database};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"drop trigger Fact_is_never_changed; {sql}";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
