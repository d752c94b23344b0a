using System.Text;
using System.Text.Json;
using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>
/// Reads the sign-offs of one commit straight from their facts' bytes. Every decision reads all of them, and most of each (where it was signed, with
/// what) is nothing to the gate: passing over that, and sharing words that repeat, is three times as fast as making whole facts.
/// </summary>
internal sealed class CommitVotes(CommitSha commit)
{
    private readonly byte[] commitText = Encoding.UTF8.GetBytes(commit.ToString());
    private readonly Word repository = new();
    private readonly Word subject = new();
    private readonly Word rules = new();
    private readonly Word custodian = new();
    private readonly Word role = new();
    private readonly Word key = new();
    private readonly Word goldText = new();
    private CommitSha? gold;

    /// <summary>How well a door proves who spoke.</summary>
    public static Assurance AssuranceOf(string door) => door switch
    {
        "ssh" => Assurance.Signed,
        "hook" => Assurance.Hook,
        _ => Assurance.Page,
    };

    /// <summary>True of a sign-off's bytes, which name their kind first.</summary>
    public static bool IsVote(ReadOnlySpan<byte> body) => body.StartsWith("{\"kind\":\"sign-off\","u8);

    /// <returns>Null where the vote is about something else than the commit as such.</returns>
    /// <exception cref="JsonException">The bytes are not such a fact.</exception>
    public SignOff? Read(long seq, ReadOnlySpan<byte> body)
    {
        string? person = null;
        SignOffDecision? decision = null;
        DateTimeOffset? at = null;
        Assurance? assurance = null;
        string? signedWith = null;
        CommitSha? seen = null;
        var found = Found.Nothing;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            // In the order in which they are written, so that each is found soon.
            if (name.SequenceEqual("at"u8)) at = Time(ref reader);
            else if (name.SequenceEqual("repository"u8)) found |= Share(ref reader, repository, Found.Repository);
            else if (name.SequenceEqual("commit"u8))
            {
                reader.Read();
                if (!reader.ValueTextEquals(commitText)) throw new JsonException("a sign-off in the place of another commit");
            }
            else if (name.SequenceEqual("subjectKind"u8))
            {
                reader.Read();
                if (!reader.ValueTextEquals(SubjectKind.Commit)) return null;
                found |= Found.Kind;
            }
            else if (name.SequenceEqual("subject"u8)) found |= Share(ref reader, subject, Found.Subject);
            else if (name.SequenceEqual("gold"u8)) seen = Gold(ref reader);
            else if (name.SequenceEqual("person"u8)) person = Text(ref reader);
            else if (name.SequenceEqual("custodian"u8)) found |= Share(ref reader, custodian, Found.Custodian);
            else if (name.SequenceEqual("role"u8)) found |= Share(ref reader, role, Found.Role);
            else if (name.SequenceEqual("decision"u8)) decision = Decision(ref reader);
            else if (name.SequenceEqual("rules"u8)) found |= Share(ref reader, rules, Found.Rules);
            else if (name.SequenceEqual("door"u8))
            {
                assurance = Door(ref reader);
                if (assurance != Assurance.Signed && IsWhole()) break;
            }
            else if (name.SequenceEqual("key"u8))
            {
                Share(ref reader, key, Found.Nothing);
                signedWith = key.Text;
                // What is written after it proves the vote, and is nothing to the gate.
                if (assurance is not null && IsWhole()) break;
            }
            else reader.Skip();
        }

        if (!IsWhole()) throw new JsonException("a sign-off lacks a member");
        return new()
        {
            Seq = seq,
            Repository = repository.Text,
            Commit = commit,
            Subject = subject.Text,
            Gold = seen,
            Rules = rules.Text,
            Person = person!,
            Custodian = custodian.Text,
            Role = role.Text,
            Decision = decision!.Value,
            Assurance = assurance ?? Assurance.Page,
            Key = signedWith,
            RecordedAt = at!.Value,
        };

        bool IsWhole() => found == Found.All && person is not null && decision is not null && at is not null;
    }

    private static Found Share(ref Utf8JsonReader reader, Word last, Found which)
    {
        reader.Read();
        if (!last.IsNext(ref reader)) last.Take(reader.GetString() ?? throw new JsonException("a sign-off's members are texts"));
        return which;
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString() ?? throw new JsonException("a sign-off's members are texts");
    }

    private CommitSha? Gold(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (gold is { } same && goldText.IsNext(ref reader)) return same;

        goldText.Take(reader.GetString() ?? throw new JsonException("a gold that is null is left out"));
        return gold = new CommitSha(goldText.Text);
    }

    private static SignOffDecision Decision(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.ValueTextEquals("approve"u8) ? SignOffDecision.Approve
            : reader.ValueTextEquals("reject"u8) ? SignOffDecision.Reject
            : reader.ValueTextEquals("withdraw"u8) ? SignOffDecision.Withdraw
            : throw new JsonException("a decision is approve, reject or withdraw");
    }

    private static Assurance Door(ref Utf8JsonReader reader)
    {
        reader.Read();
        return AssuranceOf(reader.ValueTextEquals("ssh"u8) ? "ssh" : reader.GetString()!);
    }

    private static DateTimeOffset Time(ref Utf8JsonReader reader)
    {
        reader.Read();
        return UtcTimeConverter.Read(ref reader);
    }

    /// <summary>A text that was read last, and its bytes: comparing those costs a tenth.</summary>
    private sealed class Word
    {
        private byte[] bytes = [];

        public string Text { get; private set; } = "";

        public bool IsNext(ref Utf8JsonReader reader) => bytes.Length > 0 && reader.ValueTextEquals(bytes);

        public void Take(string text) => (Text, bytes) = (text, Encoding.UTF8.GetBytes(text));
    }

    [Flags]
    private enum Found
    {
        Nothing = 0,
        Kind = 1,
        Repository = 2,
        Subject = 4,
        Rules = 8,
        Custodian = 16,
        Role = 32,
        All = Kind | Repository | Subject | Rules | Custodian | Role,
    }
}
