using System.Text.Json.Nodes;
using Custodian.Checks;
using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

public sealed class LicencesSchemaTests
{
    private const string Lint = "lint: { type: command, run: [\"./lint\"] }";

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var settings = SettingsOf(Sample.Load(Sample.With(Lint, "lint: { type: licences }")), "lint");

        Assert.Empty(settings.Terms.Allow!.Concat(settings.Terms.Deny!).Concat(settings.Terms.Review!));
        Assert.Equal((LicenceStance.Fail, LicenceStance.Fail, LicenceStance.Fail), (settings.Terms.Unlisted, settings.Terms.Unknown, settings.Terms.NoGrant));
        Assert.Equal((LicenceStance.Pass, LicenceStance.Pass, LicenceStance.Fail), (settings.Terms.None, settings.Terms.Binary, settings.Terms.Unreadable));
        Assert.Empty(settings.Paths);
        Assert.Empty(settings.Generated);
        Assert.Empty(settings.Packs);
        Assert.Equal((true, 32L << 20), (settings.Ratchet, settings.LargestFile));
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var settings = SettingsOf(Sample.Load(RichSample.Good), "licences");

        Assert.Equal(["AGPL-3.0-or-later", "Apache-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"], settings.Terms.Allow);
        Assert.Equal(["MPL-2.0"], settings.Terms.Deny);
        Assert.Equal(["LGPL-2.1-or-later"], settings.Terms.Review);
        Assert.Equal((LicenceStance.Review, LicenceStance.Review, LicenceStance.Fail), (settings.Terms.Unlisted, settings.Terms.Unknown, settings.Terms.NoGrant));
        Assert.Equal((LicenceStance.Review, LicenceStance.Review, LicenceStance.Review), (settings.Terms.None, settings.Terms.Binary, settings.Terms.Unreadable));
        Assert.Equal(["src/gen/**"], settings.Generated);
        Assert.Equal((false, 16L << 20), (settings.Ratchet, settings.LargestFile));
        Assert.Equal([new LicencePack("trust", "000000000000000000000000000000000000000000000000000000000000beef"), new LicencePack("scancode", "000000000000000000000000000000000000000000000000000000000000cafe")], settings.Packs);
        Assert.Equal([["third-party/**"], ["images/**"], ["fixtures/**"]], settings.Paths.Select(path => path.Paths));
        Assert.Equal(("AGPL-3.0-or-later OR Apache-2.0", "The trust drew them.", false), (settings.Paths[1].Declared, settings.Paths[1].Reason, settings.Paths[1].Ignore));
        Assert.Equal((null, true), (settings.Paths[2].Declared, settings.Paths[2].Ignore));
    }

    [Fact]
    public void Another_scanner_is_read_and_without_one_the_settings_are_what_they_were()
    {
        const string Scanner = "scanner: { name: scancode, run: [scancode, --license, --json, out/scan.json, .], prints: scancode, report: out/scan.json, timeout: 2h, memory: 4GiB }";
        var check = Sample.Load(Sample.With(Lint, $"lint: {{ type: licences, {Scanner} }}")).Checks["lint"];
        var without = Sample.Load(Sample.With(Lint, "lint: { type: licences }")).Checks["lint"];

        var scanner = LicencesSettings.From(check.Settings).Scanner!;
        Assert.Equal(("scancode", "scancode", "out/scan.json", TimeSpan.FromHours(2), 4L << 30, "required"), (scanner.Name, scanner.Prints, scanner.Report, scanner.Command.Timeout, scanner.Command.Memory, scanner.Command.Sandbox));
        Assert.Equal(["scancode", "--license", "--json", "out/scan.json", "."], scanner.Command.Run);
        Assert.False(without.Settings.ContainsKey("scanner"));
        Assert.Equal((true, false), (without.IsDeterministic, check.IsDeterministic));
        Assert.NotEqual(without.Digest, check.Digest);
    }

    [Theory]
    [InlineData("name: Scan Code, run: [x], prints: spdx, report: r", "'name' is 'Scan Code'")]
    [InlineData("run: [x], prints: spdx, report: r", "'name'")]
    [InlineData("name: x, prints: spdx, report: r", "'run'")]
    [InlineData("name: x, run: [x], report: r", "'prints' is missing: write scancode or spdx.")]
    [InlineData("name: x, run: [x], prints: html, report: r", "'prints'")]
    [InlineData("name: x, run: [x], prints: spdx", "'report'")]
    [InlineData("name: x, run: [x], prints: spdx, report: ../r", "name one file within the code")]
    [InlineData("name: x, run: [x], prints: spdx, report: /r", "name one file within the code")]
    [InlineData("name: x, run: [x], prints: spdx, report: \"**/r\"", "name one file within the code")]
    [InlineData("name: x, run: [x], prints: spdx, report: r, reports: r", "'reports'")]
    [InlineData("name: x, run: [x], prints: spdx, report: r, more: 1", "'more'")]
    public void A_mistake_in_another_scanner_is_told_with_its_mend(string scanner, string told) =>
        Assert.Contains(told, string.Join('\n', Assert.Throws<ConfigurationException>(() => Sample.Load(Sample.With(Lint, $"lint: {{ type: licences, scanner: {{ {scanner} }} }}"))).Problems.Select(problem => problem.ToString())), StringComparison.Ordinal);

    [Fact]
    public void What_a_path_leaves_out_is_as_the_check_says()
    {
        var settings = SettingsOf(Sample.Load(RichSample.Good), "licences");

        var (here, images) = (settings.Paths[0].Terms.Over(settings.Terms), settings.Paths[1].Terms.Over(settings.Terms));

        Assert.Equal(["MIT", "Zlib"], here.Allow);
        Assert.Empty(here.Deny!);
        Assert.Equal((LicenceStance.Fail, LicenceStance.Review, LicenceStance.Pass), (here.Unlisted, here.NoGrant, here.Binary));
        Assert.Equal(settings.Terms.Allow, images.Allow);
        Assert.Equal((LicenceStance.Review, LicenceStance.Fail), (images.Unlisted, images.NoGrant));
    }

    [Fact]
    public void Settings_are_read_back_from_their_stored_form_too()
    {
        var stored = Sample.Load(RichSample.Good).Checks["licences"].Settings;

        var read = LicencesSettings.From(JsonNode.Parse(stored.ToJsonString())!.AsObject()).ToJson();

        read["type"] = "licences";
        Assert.Equal(CanonicalJson.Digest(stored), CanonicalJson.Digest(read));
    }

    [Theory]
    [InlineData("allow: [AGPL-3.0-or-later, Apache-2.0", "allow: [Apache-2.0, AGPL-3.0-or-later")]
    [InlineData("allow: [AGPL-3.0-or-later, Apache-2.0", "allow: [agpl-3.0-or-later, APACHE-2.0")]
    [InlineData("WITH Classpath-exception-2.0", "with  classpath-exception-2.0")]
    [InlineData("\"AGPL-3.0-or-later OR Apache-2.0\"", "(AGPL-3.0-or-later or (Apache-2.0 OR Apache-2.0))")]
    [InlineData("    deny: [MPL-2.0]\n", "    deny: MPL-2.0\n")]
    [InlineData("    no-grant: fail\n", "")]
    [InlineData("largest-file: 16MiB", "largest-file: 16384KiB")]
    [InlineData(", ignore: true", ", \"ignore\": true")]
    public void Order_case_and_written_out_defaults_change_nothing(string good, string other) =>
        Assert.Equal(Sample.Load(RichSample.Good).PolicyDigest, Sample.Load(RichSample.With(good, other)).PolicyDigest);

    [Theory]
    [InlineData("allow: [AGPL-3.0-or-later, Apache-2.0", "allow: [AGPL-3.0-or-later, Zlib")]
    [InlineData("deny: [MPL-2.0]", "deny: []")]
    [InlineData("review: [LGPL-2.1-or-later]", "review: [LGPL-2.1-only]")]
    [InlineData("unlisted: review", "unlisted: pass")]
    [InlineData("unknown: review", "unknown: pass")]
    [InlineData("no-grant: fail", "no-grant: pass")]
    [InlineData("none: review", "none: pass")]
    [InlineData("binary: review", "binary: pass")]
    [InlineData("unreadable: review", "unreadable: fail")]
    [InlineData("[\"third-party/**\"]", "[\"vendor/**\"]")]
    [InlineData("allow: [MIT, Zlib]", "allow: [MIT]")]
    [InlineData(", deny: []", "")]
    [InlineData("no-grant: review, none: fail", "none: fail")]
    [InlineData("OR Apache-2.0\"", "AND Apache-2.0\"")]
    [InlineData("reason: The trust drew them.", "reason: The trust had them drawn.")]
    [InlineData("ignore: true", "declared: MIT")]
    [InlineData("    generated: [\"src/gen/**\"]\n    baseline", "    baseline")]
    [InlineData("baseline: off", "baseline: ratchet")]
    [InlineData("largest-file: 16MiB", "largest-file: 17MiB")]
    [InlineData("name: trust", "name: mistrust")]
    [InlineData("beef\"", "bee0\"")]
    [InlineData("{ name: scancode, digest: \"sha256:000000000000000000000000000000000000000000000000000000000000cafe\" }]", "{ name: other, digest: \"sha256:000000000000000000000000000000000000000000000000000000000000cafe\" }]")]
    [InlineData("[{ name: trust, digest: \"sha256:000000000000000000000000000000000000000000000000000000000000beef\" }, ", "[")]
    public void Every_word_of_it_is_part_of_the_checks_definition(string good, string other)
    {
        var (before, after) = (Sample.Load(RichSample.Good), Sample.Load(RichSample.With(good, other)));

        Assert.NotEqual(before.Checks["licences"].Digest, after.Checks["licences"].Digest);
        Assert.NotEqual(before.PolicyDigest, after.PolicyDigest);
    }

    // What SPDX deprecates later must not change a policy that is in force.
    [Fact]
    public void A_deprecated_id_stays_as_it_is_written() =>
        Assert.Equal(["GPL-2.0+", "MIT"], SettingsOf(Sample.Load(Sample.With(Lint, "lint: { type: licences, allow: [mit, gpl-2.0+] }")), "lint").Terms.Allow);

    [Theory]
    [InlineData("allow: [¦Apach-2.0]", "'Apach-2.0', which SPDX does not list: did you mean 'Apache-2.0'?")]
    [InlineData("allow: [¦Mine]", "or LicenseRef- and a name")]
    [InlineData("allow: [¦\"\", MIT]", "is blank")]
    [InlineData("allow: [¦\"MIT OR Zlib\"]", "an entry of its own")]
    [InlineData("allow: [¦\"MIT WITH\"]", "no SPDX expression: an exception is missing at the end")]
    [InlineData("allow: [¦\"GPL-2.0-only WITH Classpath-exception-2\"]", "did you mean 'Classpath-exception-2.0'?")]
    [InlineData("allow: [¦\"GPL-2.0-only WITH ours\"]", "exception at spdx.org/licenses")]
    [InlineData("allow: [¦MIT/X11]", "cannot be a licence")]
    [InlineData("allow: [MIT, ¦MIT]", "twice")]
    [InlineData("allow: [MIT, ¦mit]", "twice")]
    [InlineData("allow: [GPL-2.0, ¦GPL-2.0-only]", "'GPL-2.0-only' twice")]
    [InlineData("allow: [MIT], deny: [¦mit]", "stands in 'allow' too")]
    [InlineData("review: [¦GPL-2.0-or-later], deny: [GPL-2.0+]", "stands in 'deny' too")]
    [InlineData("allow: ¦{ MIT: true }", "must be text")]
    [InlineData("unlisted: ¦warn", "'fail', 'review', 'pass'")]
    [InlineData("unreadable: ¦pass", "'fail', 'review'")]
    [InlineData("paths: ¦[]", "at least one entry")]
    [InlineData("paths: [¦a/**]", "keys and values")]
    [InlineData("paths: [¦{ declared: MIT }]", "'paths' is missing")]
    [InlineData("paths: [{ paths: ¦[], declared: MIT }]", "write globs")]
    [InlineData("paths: [{ paths: [¦/a], declared: MIT }]", "begins with '/'")]
    [InlineData("paths: [¦{ paths: [a] }]", "says nothing about its paths")]
    [InlineData("paths: [¦{ paths: [a], ignore: false }]", "says nothing about its paths")]
    [InlineData("paths: [{ paths: [a], ignore: ¦true }]", "no 'reason'")]
    [InlineData("paths: [{ paths: [a], ignore: true, reason: b, declared: ¦MIT }]", "means nothing beside 'ignore'")]
    [InlineData("paths: [{ paths: [a], ignore: ¦yes }]", "true or false", "says nothing about its paths")]
    [InlineData("paths: [{ paths: [a], declared: ¦MITT }]", "did you mean 'MIT'?")]
    [InlineData("paths: [{ paths: [a], declared: ¦NONE }]", "no licence is named")]
    [InlineData("paths: [{ paths: [a], ¦declare: MIT }]", "did you mean 'declared'?", "says nothing about its paths")]
    [InlineData("paths: [{ paths: [a], allow: [MIT], deny: [¦MIT] }]", "stands in 'allow' too")]
    [InlineData("generated: [¦gen/]", "everything in it")]
    [InlineData("baseline: ¦adoption", "'ratchet', 'off'")]
    [InlineData("largest-file: ¦2GiB", "between 1KiB and 1GiB")]
    [InlineData("packs: ¦[]", "at least one entry")]
    [InlineData("packs: [¦ours]", "keys and values")]
    [InlineData("packs: [¦{ name: ours }]", "'digest' is missing: write the one that 'custodian licences --pack FOLDER' tells")]
    [InlineData("packs: [¦{ digest: \"sha256:000000000000000000000000000000000000000000000000000000000000beef\" }]", "'name' is missing")]
    [InlineData("packs: [{ name: ¦Ours, digest: \"sha256:000000000000000000000000000000000000000000000000000000000000beef\" }]", "lower-case letters")]
    [InlineData("packs: [{ name: ¦../ours, digest: \"sha256:000000000000000000000000000000000000000000000000000000000000beef\" }]", "lower-case letters")]
    [InlineData("packs: [{ name: ours, digest: ¦\"000000000000000000000000000000000000000000000000000000000000beef\" }]", "write sha256: and 64 digits")]
    [InlineData("packs: [{ name: ours, digest: ¦\"sha256:000000000000000000000000000000000000000000000000000000000000beef0\" }]", "write sha256: and 64 digits")]
    [InlineData("packs: [{ name: ours, digest: \"sha256:000000000000000000000000000000000000000000000000000000000000beef\" }, { name: ¦ours, digest: \"sha256:000000000000000000000000000000000000000000000000000000000000cafe\" }]", "named twice")]
    [InlineData("packs: [{ name: ours, digest: \"sha256:000000000000000000000000000000000000000000000000000000000000beef\", ¦path: /tmp }]", "not known here")]
    [InlineData("¦pack: [ours]", "did you mean 'packs'?")]
    public void A_mistake_is_reported_where_it_stands_with_its_mend(string settings, params string[] words)
    {
        var (text, marks) = Sample.Unmark(Sample.With(Lint, $"lint: {{ type: licences, {settings} }}"));

        var problems = Sample.Check(text);

        Assert.Equal(words.Length, problems.Count);
        Assert.All(words, word => Assert.Contains(problems, problem => problem.Text.Contains(word)));
        Assert.All(marks, mark => Assert.Contains(problems, problem => (problem.Line, problem.Column) == mark));
    }

    // Where packs lie is this one machine's matter.
    [Fact]
    public void The_folder_of_packs_is_the_operators_and_no_part_of_the_policy()
    {
        var (here, elsewhere) = (Sample.Load(RichSample.Good), Sample.Load(RichSample.With("licence-packs: packs", "licence-packs: /srv/packs")));

        Assert.Equal((Path.Combine(Path.GetDirectoryName(here.File)!, "packs"), "/srv/packs"), (here.Service.LicencePacks, elsewhere.Service.LicencePacks));
        Assert.Equal(here.PolicyDigest, elsewhere.PolicyDigest);
    }

    // A policy that was voted on before there were packs keeps its digest.
    [Fact]
    public void Settings_without_packs_say_nothing_of_them() =>
        Assert.False(Sample.Load(Sample.With(Lint, "lint: { type: licences }")).Checks["lint"].Settings.ContainsKey("packs"));

    [Fact]
    public void What_the_README_shows_can_be_written()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Custodian.sln"))) folder = folder.Parent;
        var shown = File.ReadAllText(Path.Combine(folder!.FullName, "src/Custodian/Checks/LicenceScan/README.md")).Split("```yaml\n")[1].Split("```")[0];

        var text = Sample.With("lint: { type: command, run: [\"./lint\"] }", "lint" + shown.TrimEnd()["licences".Length..].Replace("\n", "\n  ", StringComparison.Ordinal));

        Assert.Empty(Sample.Check(text));
        Assert.Equal("AGPL-3.0-or-later", SettingsOf(Sample.Load(text), "lint").Paths[1].Declared);
    }

    private static LicencesSettings SettingsOf(Configuration configuration, string check) => LicencesSettings.From(configuration.Checks[check].Settings);
}
