using System.Text;
using Custodian.Licences.Expressions;
using Custodian.Licences.Phrases;
using Custodian.Licences.Texts;
using Custodian.Licences.Words;

namespace Custodian.Licences.Packs;

/// <summary>Reads rule packs, tells everything that has to be mended, and makes of the rest what the engine matches.</summary>
internal sealed class PackCompiler
{
    // They say how the engine's own texts are compared, or join licences by OR: what is found so would name no pack.
    private const string Tuning = "'parties', 'common', 'requires', 'choice' and 'alternative' are for the engine's own data: leave them out";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly LicenceIndex own;
    private readonly SpdxIds ids;
    private readonly PackMistakes mistakes = new();
    private readonly WordTable table;
    private readonly PackBuilder builder;
    private readonly PackReferences references = new();
    private readonly List<RulePackContents> contents = [];

    private PackCompiler(LicenceIndex own)
    {
        this.own = own;
        ids = new(own);
        table = new(own.Words);
        builder = new(table, mistakes);
    }

    /// <returns>Null where there is a mistake.</returns>
    public static PackRules? Compile(LicenceIndex own, IReadOnlyList<RulePack> packs, out IReadOnlyList<RulePackMistake> mistakes)
    {
        var compiler = new PackCompiler(own);
        foreach (var pack in packs) compiler.Read(pack);
        var texts = compiler.mistakes.All.Count == 0 ? compiler.Index() : null;
        mistakes = compiler.mistakes.All;
        return texts is null ? null : new(compiler.table, compiler.builder.Graph, compiler.builder.Rules, texts, compiler.contents);
    }

    private TextIndex? Index()
    {
        try
        {
            return new TextIndex(builder.Texts);
        }
        catch (FormatException mistake)
        {
            mistakes.Add("", 0, $"{mistake.Message}.");
            return null;
        }
    }

    private void Read(RulePack pack)
    {
        mistakes.Begin(pack.Name);
        var (phrases, texts) = (builder.Rules.Count, builder.Texts.Count);
        var files = Texts(pack);
        if (pack.Files.Count == 0) mistakes.Add("", 0, "the pack holds no rules: files whose names end in .txt, .LICENSE or .RULE.");

        ReadOwn(pack.Name, files.Where(file => file.Path.EndsWith(".txt", StringComparison.Ordinal)));
        var reader = new ScanCodeReader(pack.Name, ids, references, mistakes);
        foreach (var (path, text) in files.Where(file => file.Path.EndsWith(".LICENSE", StringComparison.Ordinal)).TakeWhile(_ => !mistakes.AreMany)) reader.ReadLicence(path, text);
        foreach (var (path, text) in files.Where(file => file.Path.EndsWith(".RULE", StringComparison.Ordinal)).TakeWhile(_ => !mistakes.AreMany)) reader.ReadRule(path, text);
        foreach (var rule in reader.Rules.TakeWhile(_ => HasRoom())) Try(rule.Rule, () => builder.Add(rule));
        if (builder.Full is { } full) mistakes.Add("", 0, $"{full}: take some away.");
        contents.Add(new() { Name = pack.Name, Digest = pack.Digest, Phrases = builder.Rules.Count - phrases, Texts = builder.Texts.Count - texts, LeftOut = mistakes.LeftOut() });
    }

    private bool HasRoom() => builder.Full is null && !mistakes.AreMany;

    private List<(string Path, string Text)> Texts(RulePack pack)
    {
        var texts = new List<(string, string)>();
        var size = 0L;
        if (pack.Files.Count > RulePack.MostFiles) mistakes.Add("", 0, $"the pack has more than {RulePack.MostFiles:N0} files: take some away.");
        foreach (var file in pack.Files.Take(RulePack.MostFiles))
        {
            if ((size += file.Bytes.Length) > RulePack.Largest)
            {
                mistakes.Add("", 0, $"the pack's files have more than {RulePack.Largest >> 20} MiB together: take some away.");
                break;
            }

            if (Text(file) is { } text) texts.Add((file.Path, text));
        }

        return texts;
    }

    private string? Text(RulePackFile file)
    {
        if (file.Path.Any(char.IsControl)) mistakes.Add(file.Path, 0, "the file's name has a line break or control character in it: rename it.");
        else if (file.Bytes.Length > RulePack.LargestFile) mistakes.Add(file.Path, 0, $"the file has more than {RulePack.LargestFile >> 20} MiB: make several of it.");
        else if (file.Bytes.Span.Contains((byte)0)) mistakes.Add(file.Path, 0, "the file is no text: take it away.");
        else
        {
            try
            {
                return Strict.GetString(file.Bytes.Span).TrimStart('\uFEFF');
            }
            catch (DecoderFallbackException)
            {
                mistakes.Add(file.Path, 0, "the file is no UTF-8: save it as UTF-8.");
            }
        }

        return null;
    }

    private void ReadOwn(string pack, IEnumerable<(string Path, string Text)> files)
    {
        var file = new PhraseFile();
        foreach (var (path, text) in files)
        {
            var tuned = file.Tuned;
            file.Read(path, text, Known, (line, what) => mistakes.Add(path, line, Bare(what, $"{path}:{line}: ")));
            if (file.Tuned > tuned) mistakes.Add(path, 0, $"{Tuning}.");
            if (mistakes.AreMany) return;
        }

        // A pack's own names come before the engine's.
        var named = new Dictionary<string, string>(own.Names);
        foreach (var (name, meaning) in file.Named) named[name] = meaning;
        foreach (var (rule, phrase) in file.Phrases.TakeWhile(_ => HasRoom())) Try(rule, () => builder.AddPhrase(Of(rule, pack), phrase, named));
        foreach (var (rule, text) in file.Texts.TakeWhile(_ => HasRoom())) Try(rule, () => builder.AddText(Of(rule, pack), text));
    }

    private void Try(PhraseRule rule, Action add)
    {
        try
        {
            add();
        }
        catch (FormatException mistake)
        {
            // Source is FILE:LINE, and a path may hold a colon.
            var colon = rule.Source.LastIndexOf(':');
            mistakes.Add(rule.Source[..colon], int.Parse(rule.Source[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture), $"{mistake.Message}.");
        }
    }

    private PhraseRule Of(PhraseRule rule, string pack) => rule with { Pack = pack, Expression = rule.Expression.Length > 0 && SpdxParser.TryParse(rule.Expression, out var parsed, out _) ? ids.Current(parsed).ToString() : "" };

    private bool Known(string expression) => SpdxParser.TryParse(expression, out var parsed, out _) && ids.Unknown(parsed).Count == 0;

    private static string Bare(string text, string where) => text.StartsWith(where, StringComparison.Ordinal) ? text[where.Length..] : text;
}
