using System.CommandLine;
using System.Text;
using Custodian.Intake;
using Custodian.Releases;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;

namespace Custodian.Commands;

/// <summary><c>custodian release</c>: the first call proposes, each other custodian's director signs with the same command.</summary>
internal static class ReleaseCommand
{
    public static Command Make()
    {
        var (server, repository, person, key) = (CommonOptions.Server(), CommonOptions.Repository(), CommonOptions.Person(), CommonOptions.Key());
        var version = new Option<string>("--version") { Description = "The release's version: 11.0.1; the tag is certified/VERSION.", Required = true };
        var wait = new Option<int>("--wait") { Description = "Seconds to wait for the tag, once every custodian has signed.", DefaultValueFactory = _ => 30 };
        var command = new Command("release", "Proposes a certified release of gold, or signs the one that was proposed.") { server, repository, version, person, key, wait };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = new ServerClient(parsed.GetValue(server)!);
            var release = new Release(client, parsed.GetValue(repository)!, parsed.GetValue(version)!, parsed.GetValue(person)!, parsed.GetValue(key)!);
            return await release.RunAsync(TimeSpan.FromSeconds(parsed.GetValue(wait)), stop);
        });
        return command;
    }

    private sealed record Release(ServerClient Server, string Repository, string Version, string Person, string Key)
    {
        private string Path => $"api/v1/releases/{Uri.EscapeDataString(Repository)}/{Uri.EscapeDataString(Version)}";

        public async Task<int> RunAsync(TimeSpan patience, CancellationToken stop)
        {
            if (!CertifiedTag.IsVersion(Version)) throw new CommandException(ExitCode.WrongUse, $"'{Version}' is not a version: letters, digits, dots, plus and minus, at most 64.");

            var repository = await Server.GetAsync<RepositoryView>($"api/v1/repositories/{Uri.EscapeDataString(Repository)}", stop);
            if (repository.Gold is not { } gold) throw new CommandException(ExitCode.No, $"{Repository} has no gold yet: adopt a commit first (custodian adopt).");

            var known = await FindAsync(stop);
            if (known is { State: "released" }) throw new CommandException(ExitCode.No, $"{known.TagName} is released already, at {known.Commit}.");
            if (known is null || known.State == "refused") await ProposeAsync(repository, gold, stop);
            else await SignAsync(repository, known, stop);
            if (known is { State: "proposed" } && known.Commit != gold) await Console.Error.WriteLineAsync($"Gold has moved on to {gold.Abbreviated}; {known.ProposedBy} proposed this release of {known.Commit.Abbreviated}, and that is what you signed for.");

            // The last signature publishes the tag a moment later.
            var now = await Waiting.UntilAsync(
                async () => (await FindAsync(stop))!, view => view.State != "proposed" || view.Awaited.Count > 0, view => $"{view.TagName} is being published …", patience, stop);
            Console.WriteLine(now.State switch
            {
                "released" => $"{now.TagName} is published at {now.Commit}: git fetch and git verify-tag {now.TagName}.",
                "refused" => $"The remote has another tag {now.TagName}: it was not moved. Choose another version.",
                _ => $"{now.TagName} at {now.Commit}: signed for {Person}; still awaited: {(now.Awaited.Count == 0 ? "the remote" : string.Join(", ", now.Awaited))}.",
            });
            return now.State == "refused" ? ExitCode.No : ExitCode.Yes;
        }

        private async Task<ReleaseView?> FindAsync(CancellationToken stop)
        {
            try
            {
                return await Server.GetAsync<ReleaseView>(Path, stop);
            }
            catch (ServerRefusalException none) when (none.Type == "not-found")
            {
                return null;
            }
        }

        private async Task ProposeAsync(RepositoryView repository, CommitSha gold, CancellationToken stop)
        {
            var draft = await Server.GetBytesAsync($"{Path}/draft?person={Uri.EscapeDataString(Person)}", stop);
            var text = Encoding.UTF8.GetString(draft);
            if (!text.StartsWith($"object {gold}\ntype commit\ntag {CertifiedTag.NameOf(Version)}\ntagger {Person} <", StringComparison.Ordinal))
            {
                throw new CommandException(ExitCode.No, "The server's tag is not of gold and this version; nothing was signed.");
            }

            var signing = new Signing(Server, Key);
            var tag = CertifiedTag.Parse(Encoding.UTF8.GetBytes(text + await signing.SignTagAsync(draft, stop)), Version);
            var motion = new ReleaseMotion(Repository, Version, gold, ContentIn(text), tag.Sha256());
            var bytes = Statement(repository, motion).ToBytes();
            await signing.ProposeAsync(Version, tag.Bytes, bytes, stop);
        }

        private async Task SignAsync(RepositoryView repository, ReleaseView known, CancellationToken stop)
        {
            var tag = CertifiedTag.Parse(known.Tag, Version);
            var motion = new ReleaseMotion(Repository, Version, tag.Commit, ContentIn(Encoding.UTF8.GetString(tag.Payload)), tag.Sha256());
            if (tag.Commit != known.Commit || motion.Digest() != known.Digest)
            {
                throw new CommandException(ExitCode.No, "The server's proposal is not what its tag says; nothing was signed.");
            }

            await new Signing(Server, Key).SendAsync(Statement(repository, motion).ToBytes(), stop);
        }

        private Statement Statement(RepositoryView repository, ReleaseMotion motion) => new()
        {
            Subject = new(SubjectKind.Release, motion.Digest()),
            Repository = Repository,
            Commit = motion.Commit,
            Gold = repository.Gold,
            Person = Person,
            Role = Motion.Role,
            Decision = SignOffDecision.Approve,
            Rules = repository.Rules,
            At = TimeProvider.System.GetUtcNow(),
        };

        private static string ContentIn(string tag)
        {
            const string mark = "\nContents: sha256:";
            var at = tag.IndexOf(mark, StringComparison.Ordinal);
            return at < 0 ? throw new CommandException(ExitCode.No, "The tag does not say what it contains; nothing was signed.") : tag.Substring(at + mark.Length, 64);
        }
    }
}
