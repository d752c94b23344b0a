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

    [Fact]
    public void Every_reason_and_everything_that_a_policy_or_a_fact_can_say_is_among_them()
    {
        var lines = Directory.GetFiles(Folder, "*.jsonl").SelectMany(File.ReadLines).ToList();
        var stored = lines.Select(line => JsonSerializer.Deserialize<Stored>(line, AsStored)!).ToList();
        var (said, written) = (stored.SelectMany(one => one.Reasons).Select(reason => reason.Code).ToHashSet(), new HashSet<string>());
        foreach (var line in lines)
        {
            using var document = JsonDocument.Parse(line);
            Names(document.RootElement.GetProperty("facts"), written);
        }

        Assert.Empty(Reasons.Codes.Except(said));
        // What another run would tell, whom to tell, and who has voted on the repository under which rules, decide nothing about a candidate.
        string[] decideNothing = ["adoptionVotes", "isDeterministic", "liftVotes", "mainRules", "proposedGold", "to"];
        Assert.Equal(decideNothing, Members(typeof(Facts), []).Except(written).Order(StringComparer.Ordinal));
    }

    private static void Names(JsonElement element, HashSet<string> into)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in element.EnumerateArray()) Names(one, into);
        }

        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (var member in element.EnumerateObject())
        {
            into.Add(member.Name);
            Names(member.Value, into);
        }
    }

    // What a type of the rules can say, and what its parts can.
    private static IEnumerable<string> Members(Type type, HashSet<Type> seen)
    {
        if (type.IsGenericType) return type.GetGenericArguments().SelectMany(argument => Members(argument, seen));
        if (type.Assembly != typeof(Facts).Assembly || type.IsEnum || type == typeof(CommitSha) || !seen.Add(type)) return [];

        var own = type.GetProperties().Where(property => property.CanWrite && property.GetMethod is { IsStatic: false }).ToList();
        return
        [
            .. own.Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)),
            .. own.SelectMany(property => Members(property.PropertyType, seen)),
            .. type.GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>().SelectMany(derived => Members(derived.DerivedType, seen)),
        ];
    }

    private sealed record Stored(string Verdict, IReadOnlyList<Reason> Reasons, Facts Facts);
}
