using System.Text;
using CsCheck;
using Custodian.Checks;
using Custodian.Policies;
using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Policies;

public sealed class ConfigurationFileTests
{
    private static readonly ICheckSchema[] Schemas = [new CommandSchema()];

    private static readonly string[] Oddities =
        ["\"\\UFFFFFFFF\"", "\"\\ud800\"", "? [a]\n: b", "<<: *x", "%YAML 9.9\n---\n", "\ufeff", "\0", "\"\\x\"", "|99\n", "!<x"];

    [Fact]
    public void A_good_file_gives_the_service_settings()
    {
        using var file = new SampleFile(Sample.Good);

        var configuration = ConfigurationFile.Load(file.Path, Schemas);

        Assert.Equal(file.Path, configuration.File);
        var service = configuration.Service;
        Assert.Equal(TimeSpan.FromSeconds(30), service.Poll);
        Assert.Equal(TimeSpan.FromSeconds(10), service.Reconcile);
        Assert.Equal(TimeSpan.FromMinutes(1), service.PushTimeout);
        Assert.Equal(TimeSpan.FromMinutes(5), service.FetchTimeout);
        Assert.Equal(4, service.ChecksAtOnce);
        Assert.Equal(2 << 20, service.LogLimit);
        Assert.Equal(Path.Combine(file.Folder, "data"), service.Data);
        Assert.Equal("http://127.0.0.1:5080", service.Urls);
        Assert.Equal("file:ledger.key", service.LedgerKey?.ToString());
        Assert.Equal("ledger.example.nhs.uk", service.LedgerOrigin);
        Assert.Equal("/var/tmp/workspaces", service.Workspaces);
    }

    [Fact]
    public void A_file_without_service_settings_has_the_defaults()
    {
        var service = Sample.Load(Sample.Good[Sample.Good.IndexOf("custodians:", StringComparison.Ordinal)..]).Service;

        Assert.Equal(new ServiceSettings(), service);
        Assert.Equal(TimeSpan.FromSeconds(60), service.Poll);
        Assert.Equal("custodian", service.LedgerOrigin);
    }

    [Fact]
    public void A_good_file_gives_custodians_people_and_contacts()
    {
        var configuration = Sample.Load(Sample.Good);

        Assert.Equal(["taunton", "sthk", "blackpool"], configuration.Custodians.Select(custodian => custodian.Id));
        Assert.Equal("Taunton and Somerset NHS Foundation Trust", configuration.Custodians[0].Name);
        var (custodian, director) = configuration.FindPerson("taunton-director")!.Value;
        Assert.Equal("taunton", custodian.Id);
        Assert.Equal(["director"], director.Roles);
        Assert.Equal(new DateOnly(2015, 1, 1), director.From);
        Assert.Equal([Sample.TauntonKey], director.Keys);
        Assert.Equal(new DateOnly(2031, 12, 31), configuration.FindPerson("taunton-cso")!.Value.Person.Until);
        Assert.Empty(configuration.FindPerson("developer")!.Value.Person.Roles);
        Assert.Null(configuration.FindPerson("nobody"));

        var contact = configuration.Contacts["taunton-director"];
        Assert.Equal("Ann Example", contact.Name);
        Assert.Equal(["1234567"], contact.GitHubAccounts);
        Assert.Equal(["a1b2"], contact.Subjects);
        Assert.Equal(["director@example.nhs.uk"], contact.Emails);
        Assert.Equal(2, configuration.Contacts["sthk-director"].Emails.Count);
        Assert.Equal(["env:STHK_NEW", "file:secrets/sthk-old"], configuration.HookSecrets!["sthk"].Select(secret => secret.ToString()));
        Assert.False(configuration.HookSecrets.ContainsKey("blackpool"));
    }

    [Fact]
    public void Every_file_that_holds_a_secret_is_known()
    {
        var configuration = Sample.Load(Sample.Good);

        var folder = Path.GetDirectoryName(configuration.File)!;
        Assert.Equal(
            [Path.Combine(folder, "ledger.key"), Path.Combine(folder, "secrets/sthk-old"), "/etc/custodian/id"],
            configuration.SecretFiles.Order(StringComparer.Ordinal).OrderBy(file => file.StartsWith("/etc", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_secret_is_known_that_of_the_ledger_too() => Assert.Equal(
        ["env:HUB_TOKEN", "env:STHK_NEW", "env:TAUNTON_HOOK_SECRET", "file:ledger.key", "file:secrets/sthk-old"],
        Sample.Load(Sample.Good).Secrets.Select(secret => secret.ToString()).Order(StringComparer.Ordinal));

    [Fact]
    public void The_policy_document_has_no_personal_text()
    {
        var document = System.Text.Encoding.UTF8.GetString(Sample.Load(Sample.Good).PolicyDocument);

        Assert.Contains("taunton-director", document, StringComparison.Ordinal);
        Assert.All(
            ["Ann Example", "Bob Example", "Dev Eloper", "director@example", "carol@example", "ann@desk", "\"1234567\"", "\"a1b2\""],
            personal => Assert.DoesNotContain(personal, document, StringComparison.Ordinal));
    }

    [Fact]
    public void A_good_file_gives_repositories_and_credentials()
    {
        using var file = new SampleFile(Sample.Good);
        var configuration = ConfigurationFile.Load(file.Path, Schemas);

        var own = configuration.FindRepository("openmaxims")!;
        Assert.Equal("https://git.example.nhs.uk/openmaxims.git", own.Url.Value);
        Assert.Equal(["refs/heads/master", "refs/heads/hotfix/*"], own.Source);
        Assert.Equal(new GoldPlace(own.Url, "hub", "refs/heads/gold", Elsewhere: false), own.Gold);
        Assert.Equal(["tests", "lint"], own.Checks);
        Assert.Equal("standard", own.Gate);

        var mirror = configuration.FindRepository("mirror")!;
        Assert.Equal(Path.Combine(file.Folder, "repositories/mirror.git"), mirror.Url.Value);
        Assert.Equal(RemoteKind.File, mirror.Url.Kind);
        Assert.True(mirror.Gold.Elsewhere);
        Assert.Equal(("git@git.example.nhs.uk:gold.git", "keyed"), (mirror.Gold.Url.Value, mirror.Gold.Credentials));

        var hub = configuration.Credentials["hub"];
        Assert.Equal(("gate", "env:HUB_TOKEN", Path.Combine(file.Folder, "ca.pem")), (hub.Username, hub.Password?.ToString(), hub.CertificateAuthority));
        var keyed = configuration.Credentials["keyed"];
        Assert.Equal(("/etc/custodian/id", Path.Combine(file.Folder, "known_hosts")), (keyed.SshKey, keyed.KnownHosts));
    }

    [Fact]
    public void A_good_file_gives_each_repository_its_policy()
    {
        var configuration = Sample.Load(Sample.Good);

        var standard = configuration.PolicyFor(configuration.FindRepository("openmaxims")!);
        Assert.Equal(configuration.PolicyDigest, standard.Digest);
        Assert.Equal(["tests", "lint"], standard.Checks.Select(check => check.Name));
        Assert.Equal(configuration.Checks["tests"].Digest, standard.Checks[0].Definition);
        Assert.Equal([new SignOffRule.EachCustodian { Role = "director" }, new SignOffRule.Any { Role = "clinical-safety-officer", Count = 1 }], standard.SignOffs);
        Assert.False(standard.AuthorMaySign);
        Assert.Equal(TimeSpan.FromHours(24), standard.Soak);
        Assert.Equal(TimeSpan.FromDays(90), standard.SignOffsExpire);
        Assert.Equal(3, standard.Custodians.Count);

        var quick = configuration.PolicyFor(configuration.FindRepository("mirror")!);
        Assert.Equal(["tests"], quick.Checks.Select(check => check.Name));
        Assert.Equal(TimeSpan.Zero, quick.Soak);
        Assert.Null(quick.SignOffsExpire);
    }

    [Fact]
    public void Every_one_of_twelve_mistakes_is_reported_where_it_stands_in_the_order_of_the_file()
    {
        var (text, marks) = Sample.Unmark(Sample.Good
            .Replace("poll: 30s", "poll: ¦30")
            .Replace("checks-at-once", "¦check-at-once")
            .Replace("hook-secret: env:TAUNTON_HOOK_SECRET", "hook-secret: ¦whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            .Replace("from: 2015-01-01", "from: ¦1 January 2015")
            .Replace("until: 2031-12-31", "until: 2031-12-31\n        ¦until: 2032-12-31")
            .Replace(Sample.SthkKey, "¦" + Sample.TauntonKey)
            .Replace("developer:", "¦Developer:")
            .Replace("url: https://git", "url: ¦http://git")
            .Replace("\"refs/heads/hotfix/*\"", "¦hotfix")
            .Replace("gate: quick", "gate: ¦quik")
            .Replace("memory: 4GiB", "memory: ¦4GB")
            .Replace("      - any: 1\n        role: clinical-safety-officer", "      - any: 1\n        role: ¦clinical-safety"));

        var problems = Sample.Check(text);

        Assert.Equal(12, marks.Count);
        Assert.Equal(marks, problems.Select(problem => (problem.Line, problem.Column)));
        Assert.Equal(problems, Assert.Throws<ConfigurationException>(() => Sample.Load(text)).Problems, (one, other) => one.Text == other.Text);
    }

    [Fact]
    public void A_problem_reads_file_line_column_and_text()
    {
        using var file = new SampleFile(Sample.With("poll: 30s", "poll: 2h"));

        var problem = Assert.Single(ConfigurationFile.Check(file.Path, Schemas));

        Assert.Equal($"{file.Path}:3:9: 'poll' is '2h': it must be between 1s and 1h.", problem.ToString());
    }

    [Fact]
    public void A_secret_that_is_written_out_is_never_repeated()
    {
        const string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        string[] texts =
        [
            Sample.With("env:TAUNTON_HOOK_SECRET", secret),
            Sample.With("env:HUB_TOKEN", secret),
            Sample.With("file:ledger.key", secret),
            Sample.With("https://git.example.nhs.uk/openmaxims.git", $"https://gate:{secret}@git.example.nhs.uk/openmaxims.git"),
            Sample.With("https://git.example.nhs.uk/openmaxims.git", $"ssh://gate:{secret}@git.example.nhs.uk/openmaxims.git"),
        ];

        foreach (var text in texts)
        {
            Assert.DoesNotContain(secret, Assert.Single(Sample.Check(text)).Text);
        }
    }

    [Theory]
    [InlineData("", "1:1", "empty")]
    [InlineData("# nothing\n", "1:1", "empty")]
    [InlineData("---\n", "1:1", "empty")]
    [InlineData("just text", "1:1", "sections")]
    [InlineData("- a\n- b\n", "1:1", "sections")]
    [InlineData("custodians:\n  a: [1, 2\ngates: {}\n", "2:7", "YAML")]
    [InlineData("custodians:\n\ttaunton: {}\n", "2:1", "tab")]
    [InlineData("custodians:\n  taunton:\n  \tname: x\n", "3:3", "tab")]
    [InlineData("service:\n  poll: 10s\n\tdata: x\n", "3:1", "tab")]
    [InlineData("service:\n  poll: 10s\n  \tdata: x\n", "3:3", "tab")]
    [InlineData("custodians: \"no end", "1:13", "YAML")]
    public void What_is_no_configuration_at_all_is_said_in_one_line(string text, string place, string word)
    {
        var problem = Assert.Single(Sample.Check(text));

        Assert.Equal(place, $"{problem.Line}:{problem.Column}");
        Assert.Contains(word, problem.Text);
    }

    [Fact]
    public void A_second_document_is_refused()
    {
        var problem = Assert.Single(Sample.Check(Sample.Good + "\n---\nservice: {}\n"));

        Assert.Equal((Sample.Good.Count(character => character == '\n') + 2, 1), (problem.Line, problem.Column));
        Assert.Contains("second document", problem.Text);
    }

    [Fact]
    public void A_file_that_is_missing_or_a_folder_is_told_so()
    {
        using var file = new SampleFile(Sample.Good);

        Assert.Contains("no such file", Assert.Single(ConfigurationFile.Check(file.Path + ".not", Schemas)).Text);
        Assert.Contains("no such file", Assert.Single(ConfigurationFile.Check(Path.Combine(file.Folder, "no", "such"), Schemas)).Text);
        Assert.Contains("folder", Assert.Single(ConfigurationFile.Check(file.Folder, Schemas)).Text);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_told_so()
    {
        // Root may read any file, so as root there is nothing to see here.
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "needs an ordinary user");
        using var file = new SampleFile(Sample.Good);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file.Path, UnixFileMode.None);

        Assert.Contains("cannot be read", Assert.Single(ConfigurationFile.Check(file.Path, Schemas)).Text);
    }

    [Fact]
    public void A_file_that_is_not_text_is_refused_where_that_begins()
    {
        using var file = new SampleFile([.. Encoding.UTF8.GetBytes("service:\n  data: é"), 0xff, 0xfe]);

        var problem = Assert.Single(ConfigurationFile.Check(file.Path, Schemas));

        Assert.Equal((2, 10), (problem.Line, problem.Column));
        Assert.Contains("UTF-8", problem.Text);
    }

    [Fact]
    public void A_byte_order_mark_and_other_line_ends_are_read_over()
    {
        using var file = new SampleFile([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Sample.Good.Replace("\n", "\r\n"))]);

        Assert.Equal(Sample.Load(Sample.Good).PolicyDigest, ConfigurationFile.Load(file.Path, Schemas).PolicyDigest);
    }

    [Fact]
    public void A_file_over_one_mebibyte_is_refused() =>
        Assert.Contains("1 MiB", Assert.Single(Sample.Check(Sample.Good + new string('#', 1 << 20))).Text);

    [Fact]
    public void Aliases_that_would_unfold_into_gigabytes_are_refused()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (var level = 1; level < 12; level++)
        {
            bomb.AppendLine($"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]");
        }

        var problems = Sample.Check(bomb.ToString());

        Assert.Equal(110, problems.Count(problem => problem.Text.Contains("aliases")));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Nesting_without_end_is_refused_at_once(string open)
    {
        var problems = Sample.Check(string.Concat(Enumerable.Repeat(open, 1_000_000 / open.Length)));

        Assert.Contains(problems, problem => problem.Text.Contains("nested deeper"));
    }

    [Fact]
    public void Whatever_stands_in_a_file_gives_problems_and_never_an_accident()
    {
        var oddity = Gen.OneOf(
            Gen.String[Gen.Char["\n\t :-[]{}\"'&*!|>%@`#,?~\\0x0é¦U"], 0, 12],
            Gen.Int[0, Oddities.Length - 1].Select(index => Oddities[index]));
        var change = Gen.Select(Gen.Int[0, Sample.Good.Length - 1], Gen.Int[0, 40], oddity);
        change.List[1, 4].Sample(changes => Assert.All(Sample.Check(Changed(Sample.Good, changes)), IsTold), iter: 1_000);
    }

    [Fact]
    public void Whatever_is_changed_in_rules_gives_problems_or_a_policy_that_can_be_warned_of_and_compared()
    {
        var good = Sample.Load(RichSample.Good);
        string[] lines = [.. RichSample.Good.Split('\n')];
        string[] words = [.. RichSample.Good.Split([' ', '\n', '[', ']', '{', '}', ',', ':', '"'], StringSplitOptions.RemoveEmptyEntries).Distinct()];
        var oddity = Gen.OneOf(Gen.Int[0, words.Length - 1].Select(index => words[index]), Gen.Int[0, lines.Length - 1].Select(index => "\n" + lines[index] + "\n"), Gen.Const(""));
        var change = Gen.Select(Gen.Int[RichSample.Good.IndexOf("custodians:", StringComparison.Ordinal), RichSample.Good.Length - 1], Gen.Int[0, 20], oddity);
        change.List[1, 2].Sample(
            changes =>
            {
                using var file = new SampleFile(Changed(RichSample.Good, changes));
                try
                {
                    var configuration = ConfigurationFile.Load(file.Path, Schemas, out var places);
                    Assert.All(new ConfigurationWarnings(configuration, places, file.Path, new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero)).Find(), IsTold);
                    Assert.Equal(configuration.PolicyDigest == good.PolicyDigest, PolicyComparison.Find(good, configuration).Count == 0);
                }
                catch (ConfigurationException wrong)
                {
                    Assert.All(wrong.Problems, IsTold);
                }
            },
            iter: 300);
    }

    private static void IsTold(Problem problem) => Assert.True(problem is { Line: > 0, Column: > 0, Text.Length: > 0 });

    private static string Changed(string text, IEnumerable<(int At, int Length, string Other)> changes)
    {
        foreach (var (at, length, other) in changes)
        {
            var start = Math.Min(at, text.Length);
            text = string.Concat(text.AsSpan(0, start), other, text.AsSpan(Math.Min(text.Length, start + length)));
        }

        return text;
    }
}
