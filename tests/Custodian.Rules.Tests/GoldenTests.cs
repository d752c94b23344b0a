using System.Text.Json;
using System.Text.Json.Serialization;
using Xunit;

namespace Custodian.Rules.Tests;

/// <summary>
/// Facts and verdicts as earlier versions of the gate stored them: each must be judged the same for ever, code by code. A new
/// version adds a file and changes none.
/// </summary>
public class GoldenTests
{
    private static readonly JsonSerializerOptions AsStored = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = 16,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.jsonl").Select(file => Path.GetFileName(file)).Order()];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden");

    [Theory]
    [MemberData(nameof(Files))]
    public void What_was_judged_once_is_judged_the_same_again(string file)
    {
        var stored = File.ReadLines(Path.Combine(Folder, file)).Select(line => JsonSerializer.Deserialize<Stored>(line, AsStored)!).ToList();

        Assert.NotEmpty(stored);
        Assert.All(stored, one =>
        {
            var verdict = Gate.Decide(one.Facts);

            Assert.Equal(one.Verdict, verdict.GetType().Name.ToLowerInvariant());
            Assert.Equal(one.Reasons.Select(reason => (reason.Code, reason.Subject)), verdict.Reasons.Select(reason => (reason.Code, reason.Subject)));
        });
    }

    private sealed record Stored(string Verdict, IReadOnlyList<Reason> Reasons, Facts Facts);
}
