namespace Custodian.Commands;

/// <summary>The three commands that somebody who has just started the estate is invited to try, as readable scripts.</summary>
internal static class DemoScripts
{
    private static readonly string[] Names = ["1-push", "2-sign-off", "3-release-and-verify"];

    public static async Task WriteAsync(DemoEstate estate, string url, CancellationToken stop)
    {
        Directory.CreateDirectory(Folder(estate));
        var head = $"""
            #!/usr/bin/env bash
            # One of three steps from a push to a certified release. Each prints the commands that it runs.
            set -euo pipefail
            estate={Quoted(estate.Folder)}
            server={Quoted(url)}
            custodian={Quoted(Program())}
            clone=$estate/clones/openmaxims
            run() {"{"} printf '\n$'; printf ' %q' "$@"; printf '\n'; "$@"; {"}"}


            """;
        await WriteAsync(estate, Names[0], head + """
            # A developer pushes a commit to the source branch. The gate sees it and runs the tests.
            date -u '+Reviewed %Y-%m-%d %H:%M:%S UTC' >> "$clone/REVIEWS.md"
            run git -C "$clone" add REVIEWS.md
            run git -C "$clone" commit --quiet --message 'A change for every ward'
            run git -C "$clone" push --quiet origin main
            commit=$(git -C "$clone" rev-parse HEAD)
            run "$custodian" why --server "$server" openmaxims "$commit" || true
            """, stop);
        await WriteAsync(estate, Names[1], head + """
            # A director of every custodian and one clinical safety officer sign that very commit. Then gold moves.
            commit=$(git -C "$clone" rev-parse HEAD)
            for person in taunton-director sthk-director blackpool-director taunton-cso; do
                case $person in *-cso) role=clinical-safety-officer ;; *) role=director ;; esac
                run "$custodian" sign-off --server "$server" --repository openmaxims --commit "$commit" --path "$clone" \
                    --as "$person" --role "$role" --key "$estate/keys/$person" --approve
            done
            run "$custodian" why --server "$server" openmaxims "$commit" --wait 60
            """, stop);
        await WriteAsync(estate, Names[2], head + """
            # A director of every custodian signs for a release of gold; an outsider checks its tag with git alone.
            version=${1:-$(date -u +%Y.%m.%d.%H%M%S)}
            for person in taunton-director sthk-director blackpool-director; do
                run "$custodian" release --server "$server" --repository openmaxims --version "$version" --path "$clone" --as "$person" --key "$estate/keys/$person"
            done
            run git -C "$clone" fetch --quiet origin "refs/tags/certified/$version:refs/tags/certified/$version"
            run git -C "$clone" -c gpg.ssh.allowedSignersFile="$estate/trust/allowed_signers" verify-tag "certified/$version"
            """, stop);
    }

    public static string Invitation(DemoEstate estate, string url) => $"""

        A small estate is served at {url} from {estate.Folder}.
        Try, in another terminal:

          1. push a commit                    {Command(estate, 0)}
          2. sign off as each trust           {Command(estate, 1)}
          3. release gold, verify the release {Command(estate, 2)}

        """;

    private static string Folder(DemoEstate estate) => Path.Combine(estate.Folder, "try");

    private static string Command(DemoEstate estate, int step)
    {
        var path = Path.Combine(Folder(estate), Names[step]);
        return path.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '-' or '_') ? path : Quoted(path);
    }

    private static async Task WriteAsync(DemoEstate estate, string name, string text, CancellationToken stop)
    {
        var file = Path.Combine(Folder(estate), name);
        await File.WriteAllTextAsync(file, text.ReplaceLineEndings("\n") + "\n", stop);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32("755", 8));
    }

    // scripts/custodian says where it is; started otherwise, this program stands beside its library.
    private static string Program() => Environment.GetEnvironmentVariable("CUSTODIAN_COMMAND") ?? Path.Combine(AppContext.BaseDirectory, "custodian");

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
