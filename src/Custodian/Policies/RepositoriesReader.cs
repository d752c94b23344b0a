namespace Custodian.Policies;

/// <summary>Reads <c>repositories:</c>.</summary>
internal sealed class RepositoriesReader
{
    private readonly IReadOnlyList<string> credentials;
    private readonly IReadOnlyList<string> checks;
    private readonly IReadOnlyList<string> gateNames;
    private readonly Dictionary<string, GateDefinition> gates;
    private readonly Dictionary<string, CheckDefinition> definitions;
    private readonly Dictionary<(string Url, string Ref), string> golds = [];
    private readonly Places places;

    private RepositoriesReader(YamlSection top, IReadOnlyList<GateDefinition> gates, IReadOnlyList<CheckDefinition> definitions, Places places)
    {
        this.places = places;
        credentials = top.NamesUnder("credentials");
        checks = top.NamesUnder("checks");
        gateNames = top.NamesUnder("gates");
        this.gates = gates.ToDictionary(gate => gate.Name);
        this.definitions = definitions.ToDictionary(check => check.Name);
    }

    public static IReadOnlyList<RepositoryEntry> Read(YamlSection top, IReadOnlyList<GateDefinition> gates, IReadOnlyList<CheckDefinition> definitions, Places places)
    {
        var reader = new RepositoriesReader(top, gates, definitions, places);
        return [.. top.Named("repositories", "write at least one repository to watch.").Select(reader.Read).OfType<RepositoryEntry>()];
    }

    private RepositoryEntry? Read(NamedSection named)
    {
        var section = named.Section;
        var url = Url(section, "write where the code lives, such as https://github.com/OWNER/NAME.git.");
        var credential = Known(section, "credentials", "credential");
        var source = Source(section, "write the branches to watch, such as [refs/heads/master].");
        var gold = Gold(section, url, credential);
        var run = section.Texts("checks", "write the checks to run; without any, nothing is ever promoted.");
        foreach (var check in run) Reference.IsKnown(section.Problems, check, "check", checks);
        foreach (var check in run) CompareAfter(section, check, run);
        var gate = Gate(section, "write which gate the code passes, such as standard.", urgent: false);
        if (gate is not null) CompareChecks(section, gate, run);
        var urgent = section.Section("urgent") is { } hurry ? Urgent(section, hurry, source, run, gold) : null;
        var github = GitHub(section);
        section.NotYet("deviations", "baseline", "forge", "releases");
        section.Close();

        if (gold is not null)
        {
            CompareGold(section, named.Name, gold);
            CompareSource(section, source, gold);
        }

        if (url is null || gold is null || gate is null) return null;
        var entry = new RepositoryEntry
        {
            Name = named.Name.Text,
            Url = url,
            Credentials = credential,
            Source = [.. source.Select(branch => branch.Text)],
            Gold = gold,
            Checks = [.. run.Select(check => check.Text)],
            Gate = gate.Text,
            Urgent = urgent,
            GitHub = github,
        };
        if (github is not null) places.MarkKey(entry, "github", section.PlaceOf("github"));
        return places.Mark(entry, named.Name.At);
    }

    private static string? GitHub(YamlSection section)
    {
        if (section.Text("github") is not { } name) return null;
        if (GitHubName.WhyNot(name.Text) is not { } why) return name.Text;

        section.Problems.Add(name.At, $"'github' {why}.");
        return null;
    }

    private static RemoteUrl? Url(YamlSection section, string? mend)
    {
        if (section.Text("url", mend) is not { } text) return null;
        if (RemoteUrl.TryParse(text.Text, section.Problems.Folder, out var url, out var why)) return url;

        section.Problems.Add(text.At, $"'url' {why}.");
        return null;
    }

    private string? Known(YamlSection section, string key, string kind) =>
        section.Text(key) is { } name && Reference.IsKnown(section.Problems, name, kind, credentials) ? name.Text : null;

    private YamlText? Gate(YamlSection section, string mend, bool urgent)
    {
        if (section.Text("gate", mend) is not { } gate || !Reference.IsKnown(section.Problems, gate, "gate", gateNames)) return null;
        if (!gates.TryGetValue(gate.Text, out var definition) || definition.Urgent == urgent) return gate;

        section.Problems.Add(gate.At, urgent
            ? $"gate '{gate.Text}' is not urgent: name one that says 'urgent: true', or remove this way."
            : $"gate '{gate.Text}' is urgent, and takes branches of its own alone: name another gate here, and this one under 'urgent: {{ source: …, gate: {gate.Text} }}'.");
        return null;
    }

    private UrgentEntry? Urgent(YamlSection repository, YamlSection section, IReadOnlyList<YamlText> main, IReadOnlyList<YamlText> run, GoldPlace? gold)
    {
        var source = Source(section, "write the branches for what cannot wait, such as [\"refs/heads/hotfix/*\"].");
        var gate = Gate(section, "write which gate they pass, such as urgent.", urgent: true);
        section.Close();
        foreach (var branch in source)
        {
            if (main.FirstOrDefault(other => RefName.Overlap(other.Text, branch.Text)) is { } other)
            {
                section.Problems.Add(branch.At, $"urgent source {Quote.Of(branch.Text)} and source {Quote.Of(other.Text)} can mean the same branch, and nobody could say which gate it passes: choose branches apart.");
            }
        }

        if (gate is not null) CompareChecks(repository, gate, run);
        if (gold is not null) CompareSource(section, source, gold);
        return gate is null ? null : new([.. source.Select(branch => branch.Text)], gate.Text);
    }

    private static IReadOnlyList<YamlText> Source(YamlSection section, string mend)
    {
        var source = section.Texts("source", mend);
        foreach (var branch in source)
        {
            if (RefName.WhyNotBranches(branch.Text) is { } why) section.Problems.Add(branch.At, $"source {Quote.Of(branch.Text)} {why}.");
        }

        return source;
    }

    private GoldPlace? Gold(YamlSection section, RemoteUrl? own, string? credential)
    {
        const string mend = "write the branch that the gate moves, such as refs/heads/gold.";
        if (!section.HoldsSection("gold")) return Ref(section, "gold", mend) is { } name && own is not null ? new(own, credential, name, false) : null;

        var gold = section.Section("gold")!;
        var place = Url(gold, mend: null);
        var written = gold.Has("url");
        var goldCredential = Known(gold, "credentials", "credential");
        var branch = Ref(gold, "ref", mend);
        gold.Close();

        place ??= written ? null : own;
        if (place is null || branch is null) return null;

        // The same repository is reached with the same credential; another one never gets this one's unasked.
        var elsewhere = own is not null && place.Value != own.Value;
        return new(place, goldCredential ?? (elsewhere ? null : credential), branch, elsewhere);
    }

    private static string? Ref(YamlSection section, string key, string mend)
    {
        if (section.Text(key, mend) is not { } name) return null;
        if (RefName.WhyNotBranch(name.Text) is not { } why) return name.Text;

        section.Problems.Add(name.At, $"gold {Quote.Of(name.Text)} {why}.");
        return null;
    }

    // What a gate demands and a repository never runs would be awaited for ever.
    private void CompareChecks(YamlSection section, YamlText gate, IReadOnlyList<YamlText> run)
    {
        if (!gates.TryGetValue(gate.Text, out var definition)) return;
        if (definition.Checks is { } required)
        {
            string[] missing = [.. required.Intersect(checks).Except(run.Select(check => check.Text))];
            if (missing.Length > 0)
            {
                section.Report("checks", $"gate '{gate.Text}' requires {Quote.All(missing)}, which this repository does not run: add to 'checks', or choose another gate.");
            }
        }
        else if (run.Count > 0 && run.All(check => definition.Advisory.Contains(check.Text) || definition.Defer.ContainsKey(check.Text)))
        {
            section.Report("checks", $"gate '{gate.Text}' takes all of these for advisory or deferred, so none would ever stop anything: run one more, or choose another gate.");
        }
    }

    private void CompareAfter(YamlSection section, YamlText check, IReadOnlyList<YamlText> run)
    {
        string[] missing = [.. (definitions.GetValueOrDefault(check.Text)?.After ?? []).Intersect(checks).Except(run.Select(other => other.Text))];
        if (missing.Length > 0)
        {
            section.Problems.Add(check.At, $"{Quote.Of(check.Text)} is run after {Quote.All(missing)}, which this repository does not run: add to 'checks'.");
        }
    }

    private void CompareGold(YamlSection section, YamlText name, GoldPlace gold)
    {
        if (!golds.TryAdd((gold.Url.Value, gold.Ref), name.Text))
        {
            section.Report("gold", $"repository {Quote.Of(golds[(gold.Url.Value, gold.Ref)])} has the same gold: give each its own branch.");
        }
    }

    private static void CompareSource(YamlSection section, IReadOnlyList<YamlText> source, GoldPlace gold)
    {
        foreach (var branch in gold.Elsewhere ? [] : source.Where(branch => RefName.Matches(branch.Text, gold.Ref)))
        {
            section.Problems.Add(branch.At, $"source {Quote.Of(branch.Text)} includes gold ({gold.Ref}): developers push to source and only the gate to gold, so choose branches apart.");
        }
    }
}
