using System.Globalization;

namespace Custodian.Policies;

/// <summary>
/// One section of the file, read key by key. What is missing, of the wrong kind or out of range is reported where it
/// stands, and a harmless value is given instead so that reading goes on to the next problem. Whoever reads a section
/// ends with <see cref="Close"/>, which reports every key that nobody asked for.
/// </summary>
/// <param name="map">The keys and values.</param>
/// <param name="at">Where a missing key is reported: the section's own name.</param>
/// <param name="problems">Where all problems go.</param>
internal sealed class YamlSection(YamlValue.Map map, Position at, ProblemList problems)
{
    private readonly Dictionary<string, YamlValue.Entry> entries =
        map.Entries.ToDictionary(entry => entry.Key.Text, StringComparer.Ordinal);

    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public Position At => at;

    public ProblemList Problems => problems;

    public bool Has(string key) => entries.ContainsKey(key);

    /// <summary>True when the key holds a section and not a plain value.</summary>
    public bool HoldsSection(string key) => entries.TryGetValue(key, out var entry) && entry.Value is YamlValue.Map;

    /// <summary>Reports a problem at the key's value, or at the section where the key is missing.</summary>
    public void Report(string key, string text) => problems.Add(entries.TryGetValue(key, out var entry) ? entry.Value.At : at, text);

    /// <summary>Text on one line. <paramref name="mend"/>: the key must be there, and this says what to write.</summary>
    public YamlText? Text(string key, string? mend = null)
    {
        var value = Find(key, mend);
        return value is null ? null : OneLine(key, value);
    }

    /// <summary>One text, or a list of different ones. <paramref name="mend"/>: at least one, and this says what to write.</summary>
    public IReadOnlyList<YamlText> Texts(string key, string? mend = null)
    {
        var value = Find(key, mend);
        if (value is null) return [];
        if (value is not YamlValue.Sequence list) return OneLine(key, value) is { } single ? [single] : [];
        if (list.Items.Count == 0 && mend is not null) problems.Add(list.At, $"'{key}' is an empty list: {mend}");

        var texts = new List<YamlText>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Items)
        {
            if (OneLine(key, item) is not { } text) continue;
            if (seen.Add(text.Text)) texts.Add(text);
            else problems.Add(text.At, $"'{key}' names {Quote.Of(text.Text)} twice: remove one.");
        }

        return texts;
    }

    /// <summary>The same; null where the key is missing. <paramref name="mend"/> says what to write into an empty list; null: it may be empty.</summary>
    public IReadOnlyList<YamlText>? TextsIfAny(string key, string? mend = null)
    {
        known.Add(key);
        return Has(key) ? Texts(key, mend) : null;
    }

    /// <summary>The words of a command: always a list, in which words may repeat and have several lines.</summary>
    public IReadOnlyList<YamlText> Words(string key, string mend)
    {
        var value = Find(key, mend);
        if (value is null or YamlValue.Refused) return [];
        if (value is not YamlValue.Sequence { Items.Count: > 0 } list)
        {
            problems.Add(value.At, $"'{key}' must be a list of words: {mend}");
            return [];
        }

        return [.. list.Items.Select(item => AnyText(key, item)).OfType<YamlText>()];
    }

    /// <summary>Names and their plain values; none where the key is missing.</summary>
    public IReadOnlyList<(YamlText Name, YamlText Value)> Pairs(string key)
    {
        if (Find(key, mend: null) is not { } value || Map(key, value) is not { } pairs) return [];

        var found = new List<(YamlText, YamlText)>();
        foreach (var entry in pairs.Entries)
        {
            // An empty variable is a thing of its own, written as "".
            if (AnyText(entry.Key.Text, entry.Value) is { } text) found.Add((entry.Key, text));
        }

        return found;
    }

    public TimeSpan Duration(string key, TimeSpan ifMissing, TimeSpan from, TimeSpan to) => Duration(key, from, to) ?? ifMissing;

    public TimeSpan? Duration(string key, TimeSpan from, TimeSpan to)
    {
        if (Text(key) is not { } text) return null;

        if (Quantity.Seconds(text.Text) is not { } seconds)
        {
            problems.Add(text.At, $"'{key}' is {Quote.Of(text.Text)}, which is no time: write a number and s, m, h or d, such as 30s, 10m, 24h or 90d.");
            return null;
        }

        if (seconds >= from.TotalSeconds && seconds <= to.TotalSeconds) return TimeSpan.FromSeconds(seconds);

        problems.Add(text.At, $"'{key}' is {Quote.Of(text.Text)}: it must be between {Quantity.Show(from)} and {Quantity.Show(to)}.");
        return null;
    }

    /// <summary>A number of bytes.</summary>
    public long Size(string key, long ifMissing, long from, long to)
    {
        if (Text(key) is not { } text) return ifMissing;

        if (Quantity.Bytes(text.Text) is not { } bytes)
        {
            problems.Add(text.At, $"'{key}' is {Quote.Of(text.Text)}, which is no size: write a number and KiB, MiB or GiB, such as 512MiB or 4GiB.");
            return ifMissing;
        }

        if (bytes >= from && bytes <= to) return bytes;

        problems.Add(text.At, $"'{key}' is {Quote.Of(text.Text)}: it must be between {Quantity.ShowBytes(from)} and {Quantity.ShowBytes(to)}.");
        return ifMissing;
    }

    public int Integer(string key, int ifMissing, int from, int to) => Integer(key, from, to) ?? ifMissing;

    public int? Integer(string key, int from, int to)
    {
        if (Text(key) is not { } text) return null;
        if (int.TryParse(text.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to) return number;

        problems.Add(text.At, $"'{key}' is {Quote.Of(text.Text)}: it must be a whole number between {from} and {to}.");
        return null;
    }

    public bool Flag(string key, bool ifMissing)
    {
        switch (Text(key))
        {
            case null: return ifMissing;
            case { Text: "true" }: return true;
            case { Text: "false" }: return false;
            case var other:
                problems.Add(other.At, $"'{key}' is {Quote.Of(other.Text)}: write true or false.");
                return ifMissing;
        }
    }

    /// <summary>One of a few words.</summary>
    public string Choice(string key, string ifMissing, params string[] allowed)
    {
        if (Text(key) is not { } text) return ifMissing;
        if (allowed.Contains(text.Text)) return text.Text;

        problems.Add(text.At, $"'{key}' is {Quote.Of(text.Text)}: {(allowed.Length == 1 ? "this version knows only" : "use one of")} {Quote.All(allowed)}.");
        return ifMissing;
    }

    /// <summary>A day, written <c>2015-01-31</c>.</summary>
    public DateOnly? Day(string key) => Text(key) is { } text ? Day(key, text) : null;

    /// <summary>One day, or a list of different ones.</summary>
    public IReadOnlyList<DateOnly> Days(string key) => [.. Texts(key).Select(text => Day(key, text)).OfType<DateOnly>()];

    /// <summary>The first and the last day of something, in <c>from</c> and <c>until</c>; null: it has none.</summary>
    public (DateOnly? From, DateOnly? Until) Term()
    {
        var (from, until) = (Day("from"), Day("until"));
        if (from > until) Report("until", $"'until' ({until:yyyy-MM-dd}) is before 'from' ({from:yyyy-MM-dd}): correct one of them.");
        return (from, until);
    }

    private DateOnly? Day(string key, YamlText text)
    {
        if (DateOnly.TryParseExact(text.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;

        problems.Add(text.At, $"'{key}' is {Quote.Of(text.Text)}, which is no day: write year, month and day, such as 2015-01-31.");
        return null;
    }

    /// <summary>A path; one that is not absolute begins at the configuration file's folder.</summary>
    public string? FilePath(string key) =>
        Text(key) is { } text ? Path.GetFullPath(text.Text, problems.Folder) : null;

    /// <summary>Secrets by name. What stands there is never repeated in a message: it may be the secret itself.</summary>
    public IReadOnlyList<SecretReference> Secrets(string key)
    {
        var secrets = new List<SecretReference>();
        foreach (var text in Find(key, mend: null) is { } value ? Flatten(value) : [])
        {
            if (text is not YamlValue.Scalar scalar)
            {
                if (text is not YamlValue.Refused) problems.Add(text.At, $"'{key}' must be {SecretReference.Mend}");
            }
            else if (SecretReference.TryParse(new(scalar.Text, scalar.At), problems) is not { } secret)
            {
                problems.Add(scalar.At, $"'{key}' seems to be written out; secrets are only named in this file. Use {SecretReference.Mend}");
            }
            else if (secrets.Any(other => other.ToString() == secret.ToString()))
            {
                problems.Add(scalar.At, $"'{key}' names the same secret twice: remove one.");
            }
            else
            {
                secrets.Add(secret);
            }
        }

        return secrets;
    }

    public SecretReference? Secret(string key)
    {
        var secrets = Secrets(key);
        if (secrets.Count > 1) Report(key, $"'{key}' takes one secret only: remove the others.");
        return secrets.Count > 0 ? secrets[0] : null;
    }

    public YamlSection? Section(string key) =>
        Find(key, mend: null) is { } value && Map(key, value) is { } inner ? new(inner, entries[key].Key.At, problems) : null;

    /// <summary>Where a key's value begins; the section where the key is missing.</summary>
    public Position PlaceOf(string key) => entries.TryGetValue(key, out var entry) ? entry.Value.At : at;

    /// <summary>Plain texts and sections, one of them or a list in which they may be mixed.</summary>
    public IReadOnlyList<(YamlText? Text, YamlSection? Section)> Mixed(string key)
    {
        var items = new List<(YamlText?, YamlSection?)>();
        foreach (var item in Find(key, mend: null) is { } value ? Flatten(value) : [])
        {
            if (item is YamlValue.Map inner) items.Add((null, new(inner, item.At, problems)));
            else if (OneLine(key, item) is { } text) items.Add((text, null));
        }

        return items;
    }

    /// <summary>A list of sections. <paramref name="mend"/>: the key must be there, and this says what to write.</summary>
    public IReadOnlyList<YamlSection> Items(string key, string? mend = null)
    {
        var value = Find(key, mend);
        if (value is null or YamlValue.Refused) return [];
        if (value is YamlValue.Sequence { Items.Count: > 0 } list)
        {
            return [.. from item in list.Items
                       let inner = Map(key, item)
                       where inner is not null
                       select new YamlSection(inner, item.At, problems)];
        }

        problems.Add(value.At, $"'{key}' must be a list with at least one entry: {mend ?? "write one, or remove the key."}");
        return [];
    }

    /// <summary>Sections by name, such as all repositories; <paramref name="mend"/>: at least one, and this says what to write.</summary>
    public IReadOnlyList<NamedSection> Named(string key, string? mend = null)
    {
        if (Find(key, mend) is not { } value || Map(key, value) is not { } all) return [];
        if (all.Entries.Count == 0 && mend is not null) problems.Add(all.At, $"'{key}' is empty: {mend}");

        var sections = new List<NamedSection>();
        foreach (var (name, inner) in all.Entries)
        {
            if (!Identifier.IsGood(name.Text)) problems.Add(name.At, $"{Quote.Of(name.Text)} cannot be a name under '{key}': {Identifier.Mend}.");
            if (NotEmpty(name.Text, name.At, inner) && Map(name.Text, inner) is { } section)
            {
                sections.Add(new(name, new(section, name.At, problems)));
            }
        }

        return sections;
    }

    /// <summary>Every name given under a key, whether or not what it names is in order.</summary>
    public IReadOnlyList<string> NamesUnder(string key) =>
        entries.TryGetValue(key, out var entry) && entry.Value is YamlValue.Map all ? [.. all.Entries.Select(named => named.Key.Text)] : [];

    /// <summary>Refuses keys that this version does not do, so that nobody believes they work.</summary>
    public void NotYet(params string[] keys)
    {
        foreach (var key in keys)
        {
            if (entries.TryGetValue(key, out var entry) && known.Add(key))
            {
                problems.Add(entry.Key.At, $"'{key}' is not supported by this version: remove it.");
            }
        }
    }

    /// <summary>Reports every key that was never asked for.</summary>
    public void Close()
    {
        // A section that this version does not do at all should not be the answer to "did you mean".
        var possible = known.Where(key => !entries.ContainsKey(key)).Order(StringComparer.Ordinal).ToArray();
        foreach (var entry in entries.Values.Where(entry => !known.Contains(entry.Key.Text)))
        {
            var name = entry.Key.Text;
            problems.Add(entry.Key.At, NearMiss.Find(name, possible) is { } meant ? $"{Quote.Of(name)} is not known here: did you mean '{meant}'?"
                : possible.Length > 0 ? $"{Quote.Of(name)} is not known here: remove it. What could stand here: {string.Join(", ", possible)}."
                : $"{Quote.Of(name)} is not known here: remove it.");
        }
    }

    private YamlValue? Find(string key, string? mend)
    {
        known.Add(key);
        if (entries.TryGetValue(key, out var entry)) return NotEmpty(key, entry.Key.At, entry.Value) ? entry.Value : null;
        if (mend is not null) problems.Add(at, $"'{key}' is missing: {mend}");
        return null;
    }

    private bool NotEmpty(string key, Position keyAt, YamlValue value)
    {
        if (value is not YamlValue.Scalar { Empty: true }) return true;
        problems.Add(keyAt, $"{Quote.Of(key)} has no value: give it one, or remove it.");
        return false;
    }

    private YamlValue.Map? Map(string key, YamlValue value)
    {
        if (value is YamlValue.Map inner) return inner;
        if (value is not YamlValue.Refused) problems.Add(value.At, $"{Quote.Of(key)} must hold keys and values here ('key: value').");
        return null;
    }

    private YamlText? OneLine(string key, YamlValue value)
    {
        if (AnyText(key, value) is not { } text) return null;
        var fault = text.Text.Length == 0 || string.IsNullOrWhiteSpace(text.Text) ? "is blank: write something, or remove it"
            : text.Text.Any(char.IsControl) ? "has a line break or control character in it: write it on one line"
            : null;
        if (fault is null) return text;

        problems.Add(text.At, $"{Quote.Of(key)} {fault}.");
        return null;
    }

    private YamlText? AnyText(string key, YamlValue value)
    {
        switch (value)
        {
            case YamlValue.Refused: return null;
            case YamlValue.Scalar { Empty: false } scalar when !IsStorable(scalar.Text):
                problems.Add(value.At, $"{Quote.Of(key)} has a character in it that no text may have (NUL, or half of a pair): remove it.");
                return null;
            case YamlValue.Scalar { Empty: false } scalar: return new(scalar.Text, scalar.At);
            default:
                problems.Add(value.At, $"{Quote.Of(key)} must be text here: write one value, in quotes where it has special characters.");
                return null;
        }
    }

    private static bool IsStorable(string text) => !text.Contains('\0') && CanonicalJson.IsText(text);

    private static IReadOnlyList<YamlValue> Flatten(YamlValue value) => value is YamlValue.Sequence list ? list.Items : [value];
}
