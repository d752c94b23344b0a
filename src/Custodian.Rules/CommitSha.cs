using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Custodian.Rules;

/// <summary>A full commit id: 40 lower-case hexadecimal digits. Abbreviated ids are refused.</summary>
[JsonConverter(typeof(CommitShaConverter))]
public readonly record struct CommitSha : IComparable<CommitSha>
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private readonly string? value;

    /// <summary>Takes a full commit id as git prints it.</summary>
    /// <exception cref="FormatException">It is not 40 lower-case hexadecimal digits.</exception>
    public CommitSha(string text)
    {
        if (!IsCommitSha(text)) throw new FormatException($"'{text}' is not a full commit id (40 lower-case hexadecimal digits).");
        value = text;
    }

    /// <summary>The first eight digits, for people; never for look-ups.</summary>
    public string Abbreviated => ToString()[..8];

    /// <summary>True when <paramref name="text"/> is a full commit id.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CommitSha commit)
    {
        commit = IsCommitSha(text) ? new CommitSha(text) : default;
        return commit != default;
    }

    /// <summary>Orders by the digits, ordinally.</summary>
    public int CompareTo(CommitSha other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <summary>All 40 digits; of a default value, 40 zeros, which git uses for "no commit".</summary>
    public override string ToString() => value ?? new string('0', 40);

    /// <summary>Ordinal order of the digits.</summary>
    public static bool operator <(CommitSha left, CommitSha right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order of the digits.</summary>
    public static bool operator >(CommitSha left, CommitSha right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order of the digits.</summary>
    public static bool operator <=(CommitSha left, CommitSha right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order of the digits.</summary>
    public static bool operator >=(CommitSha left, CommitSha right) => left.CompareTo(right) >= 0;

    // All zeros is git's "no commit", so it is refused as an id like any malformed one.
    private static bool IsCommitSha([NotNullWhen(true)] string? text) =>
        text is { Length: 40 } && !text.AsSpan().ContainsAnyExcept(Digits) && text.AsSpan().ContainsAnyExcept('0');
}
