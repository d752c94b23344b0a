using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Custodian.Commands;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Dapper;
using Xunit;

namespace Custodian.Tests.Pages;

/// <content>Whole stretches of a commit's way, and what is left of them.</content>
internal sealed partial class PageBench
{
    public const string Main = "refs/heads/main";

    public static readonly IReadOnlyList<string> Directors = ["taunton-director", "sthk-director"];

    public string Server => Client.BaseAddress!.ToString();

    /// <summary>The first commit is pushed and becomes gold by adoption.</summary>
    public async Task<CommitSha> AdoptFirstAsync() => await MakeGoldAsync(await PushAsync(Main, "one", null));

    /// <summary>A part of the data folder is gone at once, as after a restore without it. What a job still writes there goes with it, so that it cannot come back half.</summary>
    public void Lose(params ReadOnlySpan<string> path) => Directory.Move(Path.Combine([DataFolder, .. path]), Directory.CreateDirectory(Path.Combine(folder.FullName, "lost")).FullName + "/" + Guid.NewGuid());

    /// <summary>The same of one with exactly these files.</summary>
    public async Task<CommitSha> AdoptFilesAsync(params (string Path, string Text)[] files) => await MakeGoldAsync(await PushFilesAsync(Main, null, Bytes(files)));

    /// <summary>A commit with exactly these files is pushed, and its check run once.</summary>
    public async Task<CheckRun> CheckFilesAsync(CommitSha parent, params (string Path, byte[] Content)[] files)
    {
        var commit = await PushFilesAsync(Main, parent, files);
        await LookAsync();
        return (await UntilAsync(() => Task.FromResult(Facts<CheckRun>(commit)), runs => runs.Count > 0))[0];
    }

    public static (string Path, byte[] Content)[] Bytes(params (string Path, string Text)[] files) => [.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))];

    /// <summary>Makes a commit with exactly these files, of any names that git takes, and points a branch at it.</summary>
    public async Task<CommitSha> PushFilesAsync(string branch, CommitSha? parent, params (string Path, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        void Write(string text) => stream.Write(Encoding.UTF8.GetBytes(text));
        Write($"commit {branch}\ncommitter Dev <dev@example.org> 1700000000 +0000\ndata 4\nmore\n");
        if (parent is { } onto) Write($"from {onto}\n");
        Write("deleteall\n");
        foreach (var (path, content) in files)
        {
            Write($"M 100644 inline \"{path.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\n", @"\n")}\"\ndata {content.Length}\n");
            stream.Write(content);
            Write("\n");
        }

        await GitAsync(stream.ToArray(), "--git-dir", Repository, "fast-import", "--quiet", "--force");
        return new(await GitAsync(null, "--git-dir", Repository, "rev-parse", branch));
    }

    /// <summary>A commit is pushed, signed by everybody and becomes gold.</summary>
    public async Task<CommitSha> PromoteAsync(string content, CommitSha parent)
    {
        var commit = await PushAsync(Main, content, parent);
        await LookAsync();
        foreach (var director in Directors) await SignAsync(commit, director, SignOffDecision.Approve);
        await PageAsync($"gold stands at {commit.Abbreviated}");
        return commit;
    }

    /// <summary>A director signs the release of gold on the command line, or proposes it.</summary>
    public Task<int> ReleaseAsync(string version, string person) =>
        CommandLine.RunAsync(["release", "--server", Server, "--repository", Name, "--version", version, "--as", person, "--key", Key(person)]);

    public Task<JsonElement> GetAsync(string path) => Client.GetFromJsonAsync<JsonElement>(path, Stop);

    public Task<JsonElement> WhyAsync(CommitSha commit) => GetAsync($"api/v1/repositories/{Name}/candidates/{commit}/verdict");

    public Task<JsonElement> WhyAsync(CommitSha commit, string state) => UntilAsync(() => WhyAsync(commit), why => why.GetProperty("state").GetString() == state);

    /// <summary>Asks until the answer will do.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> enough)
    {
        var answer = await Waiting.UntilAsync(ask, enough, _ => "", Patience, Stop);
        Assert.True(enough(answer), $"not within {Patience}; the last answer was {answer}");
        return answer;
    }

    public static IReadOnlyList<string> Codes(JsonElement why) => [.. why.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()!)];

    /// <summary>What was recorded about one commit.</summary>
    public IReadOnlyList<T> Facts<T>(CommitSha commit) where T : FactBody => Read(reader => reader.About<T>(Name, commit).Select(fact => fact.Body).ToList());

    /// <summary>What an operator may do when a person asks for it: nothing personal is left, of anybody.</summary>
    public void ErasePersonalText()
    {
        using var connection = new SqliteDatabase(Path.Combine(DataFolder, "custodian.db")).OpenWriter();
        Assert.NotEqual(0, connection.Execute("delete from Personal; delete from CheckLog"));
    }

    /// <summary>What whoever has the disk can do: the triggers of a table taken away, and its rows changed.</summary>
    public void TamperWith(string table, string statement)
    {
        using var connection = new SqliteDatabase(Path.Combine(DataFolder, "custodian.db")).OpenWriter();
        foreach (var trigger in connection.Query<string>("select name from sqlite_master where type = 'trigger' and tbl_name = @table", new { table })) connection.Execute($"drop trigger {trigger}");
        Assert.NotEqual(0, connection.Execute(statement));
    }

    public T Read<T>(Func<FactReader, T> read)
    {
        using var connection = new SqliteDatabase(Path.Combine(DataFolder, "custodian.db")).OpenReader();
        return read(new(connection, null));
    }

    private async Task<CommitSha> MakeGoldAsync(CommitSha first)
    {
        await LookAsync();
        await AdoptAsync(first, [.. Directors]);
        await PageAsync($"gold stands at {first.Abbreviated}");
        return first;
    }
}
