namespace Custodian.Tests.Policies;

/// <summary>Two good configurations in which every key of the language stands at least once.</summary>
internal static class RichSample
{
    public const string SecondTauntonKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBEaOLzh6XtSKcNGv29lj58Ct4TiARzpZXgbtJJ2bI5x";
    public const string PatientKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICAvELbr9tHkJdijZwVNEXzmUHyfRl9WFDMfNxfdzNVb";

    public const string TesterKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINZK1IEAoRyYAR16eYkrGhAlwrZl2bBAK259bZ6efwCm";
    public const string TauntonLeadKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGGdf4Nhmr7zeO0n+antn+D/kjhawgJnhZ7wxZ9asP9x";
    public const string SthkLeadKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP6by2XuLJBYiXgKlBkx/FCCKL+YYyhK3JMcGq22vBQ+";
    public const string BlackpoolLeadKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICTAJ1EmmIc4+7NFg6wWzfNUbBpLRjtQKNvP4Gy6BCEF";
    public const string SthkDeputyKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEWte2N/ssxn1zfBa3wncm1aVbyt/6uk/aSKDcDIolhw";
    public const string BlackpoolDeputyKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJw4zSMMftLFnxLJ9z/Zid7NhA7gsspi7/2m59x/2IV+";

    public const string ChairKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBvCZ2BrifmhaK7F0WEAWkLt+7toWDjjv9gG7Dc7OvSb";

    public const string Good = $$"""
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
          licence-packs: packs
          public-url: https://custodian.example.nhs.uk/gate/
          github:
            api: https://github.example.nhs.uk/api/v3
            app: 123456
            private-key: file:/etc/custodian/app.pem
            hook-secret: [env:GITHUB_HOOK_SECRET, env:GITHUB_HOOK_SECRET_OLD]
        policy:
          genesis: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
          chair: { id: cic-chair, name: Chris Chair, keys: ["{{ChairKey}}"] }
          lost-key-delay: 14d
          repository: openmaxims
          path: policy/custodian.yaml
        custodians:
          taunton:
            name: Taunton and Somerset NHS Foundation Trust
            names: [{ name: Musgrove Park, until: 2019-03-31 }]
            ods: [RBA, RH5]
            succeeds: [musgrove]
            from: 2015-01-01
            until: 2039-12-31
            hook-secret: env:TAUNTON_HOOK_SECRET
            people:
              taunton-director:
                name: Ann Example
                roles: [director]
                deputises: [clinical-safety-officer]
                from: 2015-01-01
                until: 2037-01-01
                github: [1234567, 7654321]
                email: [director@example.nhs.uk]
                subject: [a, b]
                keys: ["{{Sample.TauntonKey}}", { key: "{{SecondTauntonKey}}", from: 2026-01-01, until: 2036-12-31 }]
              taunton-cso: { roles: [clinical-safety-officer, tester], keys: "{{TesterKey}}" }
              taunton-lead: { roles: [clinical-lead], keys: "{{TauntonLeadKey}}" }
          sthk:
            name: St Helens and Knowsley
            people:
              sthk-director: { roles: [director], keys: "{{Sample.SthkKey}}" }
              sthk-deputy: { deputises: [director], keys: "{{SthkDeputyKey}}" }
              sthk-lead: { roles: [clinical-lead], keys: "{{SthkLeadKey}}" }
          blackpool:
            name: Blackpool Teaching Hospitals
            people:
              blackpool-director: { roles: [director], keys: ["{{Sample.BlackpoolKey}}"] }
              blackpool-deputy: { deputises: [director], keys: "{{BlackpoolDeputyKey}}" }
              blackpool-lead: { roles: [clinical-lead, clinical-safety-officer], keys: "{{BlackpoolLeadKey}}" }
        associates:
          patients-voice:
            kind: patient
            name: Pat Ient
            roles: [patient, director]
            from: 2026-01-01
            until: 2036-01-01
            github: 99
            email: pat@example.org
            subject: pat
            keys: ["{{PatientKey}}"]
        credentials:
          hub:
            username: gate
            password: env:HUB_TOKEN
            certificate-authority: ca.pem
            ssh-key: /etc/custodian/id
            known-hosts: known_hosts
        repositories:
          openmaxims:
            url: https://git.example.nhs.uk/openmaxims.git
            credentials: hub
            source: [refs/heads/master]
            gold: { url: "git@git.example.nhs.uk:gold.git", ref: refs/heads/gold, credentials: hub }
            checks: [build, tests, style, licences, usability]
            gate: standard
            urgent: { source: ["refs/heads/hotfix/*"], gate: urgent }
            github: IMS-MAXIMS/openMAXIMS
        checks:
          build: { type: command, run: [make] }
          tests:
            type: command
            run: [ant, test]
            reports: "**/TEST-*.xml"
            timeout: 20m
            memory: 4GiB
            processes: 100
            file-size: 1GiB
            cpu-time: 40m
            network: none
            sandbox: required
            read: [/opt/ant]
            environment: { ANT_OPTS: -Xmx1g }
            after: [build]
            retries: 1
            good-for: 30d
          style: { type: command, run: [./style] }
          licences:
            type: licences
            allow: [AGPL-3.0-or-later, Apache-2.0, "GPL-2.0-only WITH Classpath-exception-2.0"]
            deny: [MPL-2.0]
            review: [LGPL-2.1-or-later]
            unlisted: review
            unknown: review
            no-grant: fail
            none: review
            binary: review
            unreadable: review
            paths:
              - { paths: ["third-party/**"], allow: [MIT, Zlib], deny: [], review: [BSD-3-Clause], unlisted: fail, unknown: fail, no-grant: review, none: fail, binary: pass, unreadable: fail }
              - { paths: [images/**], declared: "AGPL-3.0-or-later OR Apache-2.0", reason: The trust drew them. }
              - { paths: [fixtures/**], ignore: true, reason: Texts that only tests read. }
            generated: ["src/gen/**"]
            baseline: off
            largest-file: 16MiB
            scanner:
              name: scancode
              run: [scancode, --license, --json, scan.json, .]
              prints: scancode
              report: scan.json
              timeout: 3h
              memory: 3GiB
              processes: 64
              file-size: 300MiB
              cpu-time: 2h
              network: none
              sandbox: required
              read: [/opt/scancode]
              environment: { SCANCODE_CACHE: /tmp/scancode }
            packs: [{ name: trust, digest: "sha256:000000000000000000000000000000000000000000000000000000000000beef" }, { name: scancode, digest: "sha256:000000000000000000000000000000000000000000000000000000000000cafe" }]
            after: []
            retries: 2
            good-for: 60d
          usability: { type: attested, role: tester, of: [taunton], min-assurance: signed, good-for: 90d }
        gates:
          standard:
            checks: all
            advisory: [style]
            generated: ["**/gen/**"]
            sign-offs:
              - each: custodian
                role: director
              - each: custodian
                role: clinical-lead
                count: 1
                of: [taunton, sthk]
                min-assurance: signed
                not-by: [author, committer, another-seat]
                expire: 30d
                deputies: true
                from: 2016-01-01
                until: 2036-12-31
                when: { paths: ["STHK/**"], ignore-generated: true, files-over: 100, lines-over: 5000, gates: [standard], labels: [clinical] }
              - or:
                  - any: 1
                    role: clinical-safety-officer
                    of: [taunton]
                    min-assurance: signed
                    not-by: [author, another-seat]
                    expire: 30d
                    deputies: true
                    from: 2016-01-01
                    until: 2036-12-31
                    when: { labels: [clinical] }
                  - and:
                      - { any: 1, role: clinical-lead, of: [blackpool] }
                      - { any: 1, role: clinical-safety-officer, of: [blackpool], not-by: [] }
                    from: 2016-01-01
                    until: 2036-12-31
                    when: { files-over: 10 }
                from: 2016-01-01
                until: 2036-12-31
                when: { lines-over: 10 }
            veto: [director]
            author-may-sign: false
            soak: 24h
            sign-offs-expire: 90d
            windows:
              zone: Europe/London
              open: [{ days: [mon, tue, wed, thu], from: "09:00", until: "16:00" }]
              closed: [2026-12-25, 2026-12-28]
            escalate: [{ after: 3d, to: [taunton-director, sthk-director] }]
          urgent:
            urgent: true
            checks: [build, tests, licences]
            defer: { licences: 5d }
            sign-offs: [{ each: custodian, role: director }]
        """;

    /// <summary>The same, known to GitHub by a token, which nobody has beside an App.</summary>
    public static readonly string WithToken = With("app: 123456\n    private-key: file:/etc/custodian/app.pem", "token: env:GITHUB_TOKEN");

    /// <summary>The good text with one thing changed.</summary>
    public static string With(string old, string other) => Sample.Change(Good, old, other);
}
