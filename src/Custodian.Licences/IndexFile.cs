using System.Runtime.InteropServices;
using Custodian.Licences.Phrases;
using Custodian.Licences.Texts;

namespace Custodian.Licences;

/// <summary>The compact file that the build makes of the licences' data. Read only by the engine that it was built with.</summary>
internal static class IndexFile
{
    public static void Write(Stream stream, IndexData data)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(data.Version);
        foreach (var list in new[] { data.Ids, data.Deprecated, data.Exceptions }) Write(writer, list);
        writer.Write(data.Words.Count);
        foreach (var word in data.Words)
        {
            writer.Write((byte)word.Length);
            writer.Write(word);
        }

        writer.Write(data.Names.Count);
        foreach (var (name, meaning) in data.Names.OrderBy(named => named.Key, StringComparer.Ordinal))
        {
            writer.Write(name);
            writer.Write(meaning);
        }

        writer.Write(data.Phrases.Count);
        foreach (var (rule, phrase) in data.Phrases)
        {
            writer.Write(rule.Expression);
            writer.Write((byte)rule.Kind);
            writer.Write((byte)rule.Needs);
            writer.Write(rule.Source);
            writer.Write(phrase);
        }

        writer.Write(data.Texts.Count);
        foreach (var text in data.Texts)
        {
            writer.Write(text.Expression);
            writer.Write((byte)text.Kind);
            writer.Write(text.Common);
            writer.Write(text.Source);
            writer.Write(text.Words.Length);
            // Fewer than 65,536 words are known; the compiler refuses more.
            writer.Write(MemoryMarshal.AsBytes<ushort>(Array.ConvertAll(text.Words, word => checked((ushort)word))));
            writer.Write(MemoryMarshal.AsBytes<bool>(text.Soft));
            writer.Write(text.Required.Length);
            foreach (var word in text.Required) writer.Write(word);
        }
    }

    /// <summary>Version and lists alone, which stand first: whoever only reads licences' names waits for nothing more.</summary>
    public static IndexLists ReadLists(Stream stream)
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        return new IndexLists(reader.ReadString(), Strings(reader), Strings(reader), Strings(reader));
    }

    public static IndexData Read(Stream stream)
    {
        var lists = ReadLists(stream);
        using var reader = new BinaryReader(stream);
        return new IndexData
        {
            Version = lists.Version,
            Ids = lists.Ids,
            Deprecated = lists.Deprecated,
            Exceptions = lists.Exceptions,
            Words = Many(reader, () => reader.ReadBytes(reader.ReadByte())),
            Names = Many(reader, () => (Name: reader.ReadString(), Meaning: reader.ReadString())).ToDictionary(pair => pair.Name, pair => pair.Meaning),
            Phrases = Many(reader, () => (new PhraseRule(reader.ReadString(), (FindingKind)reader.ReadByte(), (PhraseNeeds)reader.ReadByte(), reader.ReadString()), reader.ReadString())),
            Texts = Many(reader, () =>
            {
                var (expression, kind, common, source) = (reader.ReadString(), (FindingKind)reader.ReadByte(), reader.ReadBoolean(), reader.ReadString());
                var words = MemoryMarshal.Cast<byte, ushort>(reader.ReadBytes(reader.ReadInt32() * sizeof(ushort)));
                var numbers = new int[words.Length];
                for (var i = 0; i < numbers.Length; i++) numbers[i] = words[i];
                bool[] soft = [.. MemoryMarshal.Cast<byte, bool>(reader.ReadBytes(numbers.Length))];
                return new TextRule(expression, kind, numbers, soft, [.. Many(reader, reader.ReadInt32)], common, source);
            }),
        };
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<string> list)
    {
        writer.Write(list.Count);
        foreach (var text in list) writer.Write(text);
    }

    private static List<string> Strings(BinaryReader reader) => Many(reader, reader.ReadString);

    private static List<T> Many<T>(BinaryReader reader, Func<T> one)
    {
        var count = reader.ReadInt32();
        var list = new List<T>(count);
        for (var i = 0; i < count; i++) list.Add(one());
        return list;
    }
}
