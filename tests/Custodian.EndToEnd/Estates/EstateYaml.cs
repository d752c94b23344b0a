namespace Custodian.EndToEnd.Estates;

/// <summary>Writes an estate's configuration file.</summary>
internal static class EstateYaml
{
    public static string Write(EstatePlan plan, People people, string url, string? goldUrl, string credentials, string workspaces)
    {
        string KeysOf(string person, params IEnumerable<string> more) => string.Join(", ", more.Prepend(person).Select(key => $"\"{people.PublicKey(key)}\""));
        string AccountOf(string person) => plan.GitHubAccounts.TryGetValue(person, out var number) ? $", github: {number}" : "";
        return $$"""
            service:
              poll: {{plan.Poll}}
              reconcile: {{plan.Reconcile}}
              push-timeout: 20s
              fetch-timeout: 20s
              workspaces: {{workspaces}}
              public-url: https://custodian.example.nhs.uk
              github:
                hook-secret: env:GITHUB
                {{string.Join("\n    ", plan.GitHubApp)}}
            custodians:
              taunton:
                name: Taunton and Somerset NHS Foundation Trust
                hook-secret: [env:TAUNTON_NEW, env:TAUNTON_OLD]
                people:
                  taunton-director: { roles: [director], keys: [{{KeysOf(People.Taunton)}}]{{AccountOf(People.Taunton)}} }
                  taunton-cso: { roles: [clinical-safety-officer], keys: [{{KeysOf(People.Cso)}}]{{AccountOf(People.Cso)}} }
                  developer: { email: developer@example.nhs.uk{{AccountOf("developer")}} }
              sthk:
                name: St Helens and Knowsley Teaching Hospitals NHS Trust
                hook-secret: env:STHK
                people:
                  sthk-director: { roles: [director], keys: [{{KeysOf(People.Sthk, plan.MoreKeys)}}]{{AccountOf(People.Sthk)}} }
              blackpool:
                name: Blackpool Teaching Hospitals NHS Foundation Trust
                people:
                  blackpool-director: { roles: [director], keys: [{{KeysOf(People.Blackpool)}}]{{AccountOf(People.Blackpool)}} }
            {{credentials}}
            repositories:
              openmaxims:
                url: "{{url}}"
                {{(plan.GitHub is { } name ? $"github: {name}" : "# it is not on GitHub")}}
                {{(credentials.Length > 0 ? "credentials: hub" : "# no credentials are needed")}}
                source: [refs/heads/main, "refs/heads/hotfix/*"]
                gold: {{(goldUrl is null ? "refs/heads/gold" : $"{{ url: \"{goldUrl}\", ref: refs/heads/gold{(plan.Host is null ? "" : ", credentials: hub")} }}")}}
                checks: [tests]
                gate: standard
            checks:
              tests: { type: command, run: [sh, check.sh], reports: report.xml, timeout: 1m }
            gates:
              standard:
                checks: all
                sign-offs:
                  - { each: custodian, role: director }
                  - { any: 1, role: clinical-safety-officer }
            """;
    }
}
