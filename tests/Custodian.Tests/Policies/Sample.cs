using Custodian.Checks;
using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

/// <summary>One good configuration; tests change one thing in it.</summary>
internal static class Sample
{
    public const string TauntonKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINaP3hU5JpLQaJPW+sDQDGMBlzA3kxo3e2TxNDfK8+CP";
    public const string SthkKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINY3sSswE0COmCWw4ZunydRl0UWswWRK+Oabfvykz7zE";
    public const string BlackpoolKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIC1IprXg1G9Qy/mA1kX1ah5tn8q6HTVe1SINJ+dG66Jk";

    /// <summary>Every type of check that is run.</summary>
    public static readonly ICheckSchema[] Schemas = [new CommandSchema(), new LicencesSchema(SampleIds.All)];

    /// <summary>Stands in a changed text right before the character at which a problem must be reported.</summary>
    public const char Here = '¦';

    public const string Good = $$"""
        # The shape of the design's example.
        service:
          poll: 30s
          reconcile: 10s
          push-timeout: 1m
          fetch-timeout: 5m
          checks-at-once: 4
          log-limit: 2MiB
          data: data
          urls: http://127.0.0.1:5080
          ledger-key: file:ledger.key
          ledger-origin: ledger.example.nhs.uk
          workspaces: /var/tmp/workspaces
        custodians:
          taunton:
            name: Taunton and Somerset NHS Foundation Trust
            hook-secret: env:TAUNTON_HOOK_SECRET
            people:
              taunton-director: { name: Ann Example, roles: [director], from: 2015-01-01, github: 1234567, email: director@example.nhs.uk, subject: "a1b2", keys: ["{{TauntonKey}} ann@desk"] }
              taunton-cso:
                name: Bob Example
                roles: [clinical-safety-officer]
                until: 2031-12-31
          sthk:
            name: St Helens and Knowsley
            hook-secret: [env:STHK_NEW, "file:secrets/sthk-old"]
            people:
              sthk-director:
                roles: [director]
                email: [carol@example.org, c.example@example.org]
                keys: {{SthkKey}}
          blackpool:
            name: Blackpool Teaching Hospitals
            people:
              blackpool-director: { roles: [director], keys: ["{{BlackpoolKey}}"] }
              developer: { name: Dev Eloper }
        credentials:
          hub:
            username: gate
            password: env:HUB_TOKEN
            certificate-authority: ca.pem
          keyed:
            ssh-key: /etc/custodian/id
            known-hosts: known_hosts
        repositories:
          openmaxims:
            url: https://git.example.nhs.uk/openmaxims.git
            credentials: hub
            source: [refs/heads/master, "refs/heads/hotfix/*"]
            gold: refs/heads/gold
            checks: [tests, lint]
            gate: standard
          mirror:
            url: repositories/mirror.git
            source: refs/heads/main
            gold: { url: "git@git.example.nhs.uk:gold.git", ref: refs/heads/gold, credentials: keyed }
            checks: [tests]
            gate: quick
        checks:
          tests: { type: command, run: [ant, test], reports: "**/TEST-*.xml", timeout: 20m, memory: 4GiB, network: none }
          lint: { type: command, run: ["./lint"] }
        gates:
          standard:
            checks: all
            sign-offs:
              - each: custodian
                role: director
              - any: 1
                role: clinical-safety-officer
            author-may-sign: false
            soak: 24h
            sign-offs-expire: 90d
          quick:
            checks: [tests]
            sign-offs: [{ each: custodian, role: director }]
        """;

    /// <summary>The good text with one thing changed.</summary>
    public static string With(string old, string other) => Change(Good, old, other);

    /// <summary>A text with one thing changed, which stands there once.</summary>
    public static string Change(string text, string old, string other)
    {
        Assert.Equal(2, text.Split(old).Length);
        return text.Replace(old, other, StringComparison.Ordinal);
    }

    public static Configuration Load(string text)
    {
        using var file = new SampleFile(text);
        return ConfigurationFile.Load(file.Path, Schemas);
    }

    public static IReadOnlyList<Problem> Check(string text)
    {
        using var file = new SampleFile(text);
        return ConfigurationFile.Check(file.Path, Schemas);
    }

    /// <summary>Takes the marks out of a text and says where they stood.</summary>
    public static (string Text, IReadOnlyList<(int Line, int Column)> Marks) Unmark(string marked)
    {
        var marks = new List<(int, int)>();
        var lines = marked.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            for (int at; (at = lines[line].IndexOf(Here)) >= 0;)
            {
                marks.Add((line + 1, at + 1));
                lines[line] = lines[line].Remove(at, 1);
            }
        }

        return (string.Join('\n', lines), marks);
    }
}
