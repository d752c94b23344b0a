using System.Text.Json;
using System.Text.RegularExpressions;

namespace Custodian.Forges.GitHub.Hooks;

/// <summary>
/// The little of a hook's body that says where to look again: numbers, commit ids and names, each short. Nobody's words are among
/// it, and nothing of it is believed: GitHub is asked for what it says.
/// </summary>
internal sealed partial record HookPayload
{
    /// <summary>
    /// What is taken, where it is there, by its path. Ids of people are left out, since who did it is asked again, too; but for whoever asks
    /// for another run, whom GitHub tells here and nowhere else.
    /// </summary>
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal)
    {
        "action", "ref", "before", "after", "created", "deleted", "forced", "number", "sha", "state", "context",
        "repository.id", "repository.full_name", "installation.id",
        "pull_request.number", "pull_request.head.sha", "pull_request.head.ref", "pull_request.base.ref",
        "review.id", "review.commit_id", "review.state",
        "check_run.id", "check_run.head_sha", "check_run.external_id", "check_run.app.id", "requested_action.identifier",
        "check_suite.id", "check_suite.head_sha", "check_suite.app.id",
        "issue.number", "comment.id", "repository_ruleset.id", "rule.id", Sender,
    };

    private const string Sender = "sender.id";

    private static readonly HashSet<string> Within = [.. Taken.SelectMany(Parents)];

    // A longer one is left out: cut, it would name something else.
    private const int LongestText = 255;

    // What GitHub sends is not ten deep.
    private const int Deepest = 64;

    private readonly Dictionary<string, object> found = new(StringComparer.Ordinal);

    private HookPayload()
    {
    }

    public string? Action => found.GetValueOrDefault("action") is string text && Word().IsMatch(text) ? text : null;

    public long? RepositoryId => found.GetValueOrDefault("repository.id") is long id and > 0 ? id : null;

    /// <summary>OWNER/NAME.</summary>
    public string? RepositoryName => found.GetValueOrDefault("repository.full_name") is string name && FullName().IsMatch(name) ? name : null;

    public long? InstallationId => found.GetValueOrDefault("installation.id") is long id and > 0 ? id : null;

    /// <summary>All that was taken, as one flat JSON object; at most some kilobytes.</summary>
    public string Extract => JsonSerializer.Serialize(found);

    /// <summary>Reads a body whose signature is good, without making anything of the rest of it.</summary>
    /// <exception cref="HookRefusedException">It is no JSON object, or is nested too deeply.</exception>
    public static HookPayload Read(ReadOnlySpan<byte> body)
    {
        var payload = new HookPayload();
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Deepest });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw Malformed("it is no JSON object");
            payload.ReadObject(ref reader, "");
            // Reads to the end, or throws over what comes after it.
            reader.Read();
            if (payload.Action != HookEvents.Rerequested) payload.found.Remove(Sender);
            return payload;
        }
        catch (JsonException wrong)
        {
            throw Malformed(wrong.Message.Contains("depth", StringComparison.OrdinalIgnoreCase) ? $"it is nested more than {Deepest} deep" : "it is no whole JSON document");
        }
        catch (InvalidOperationException)
        {
            throw Malformed("a text in it is no UTF-8");
        }
    }

    private void ReadObject(ref Utf8JsonReader reader, string prefix)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var path = reader.ValueSpan.Length > LongestText ? "" : prefix + reader.GetString();
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject && Within.Contains(path)) ReadObject(ref reader, path + ".");
            else if (Taken.Contains(path) && Value(ref reader) is { } value) found[path] = value;
            else reader.Skip();
        }
    }

    private static object? Value(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String when reader.ValueSpan.Length <= LongestText => reader.GetString(),
        JsonTokenType.Number when reader.TryGetInt64(out var number) => number,
        JsonTokenType.True or JsonTokenType.False => reader.GetBoolean(),
        _ => null,
    };

    private static HookRefusedException Malformed(string why) =>
        new(HookRefusal.Malformed, $"The body is signed, but {why}. Let GitHub send it again; if it comes like this once more, see what is between GitHub and this service.");

    private static IEnumerable<string> Parents(string path)
    {
        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = path.IndexOf('.', dot + 1)) yield return path[..dot];
    }

    [GeneratedRegex(@"^[a-z0-9_]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,100}/[A-Za-z0-9._-]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex FullName();
}
