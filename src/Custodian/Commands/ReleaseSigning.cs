using System.Text;
using System.Text.RegularExpressions;
using Custodian.Git;
using Custodian.Intake;
using Custodian.Releases;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;

namespace Custodian.Commands;

/// <summary>Proposes a release or signs the one that was proposed; the server's tag is signed only where it says exactly what was ordered.</summary>
internal sealed partial class ReleaseSigning(ServerClient server, ReleaseOrder order, string key)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    private readonly Signing signing = new(server, key);

    public async Task<Receipt> SignAsync(CancellationToken stop)
    {
        var repository = await server.GetAsync<RepositoryView>($"api/v1/repositories/{Uri.EscapeDataString(order.Repository)}", stop);
        if (repository.Gold is not { } gold) throw No($"{order.Repository} has no gold yet: adopt a commit first (custodian adopt).");

        var known = await order.FindAsync(server, stop);
        if (known is { State: "released" }) throw No($"{known.TagName} is released already, at {known.Commit}.");
        // Whoever proposed may propose anew what they name.
        var replaces = known is { State: "proposed" } && known.ProposedBy == order.Person && known.Commit != gold && order.Commit == gold;
        return known is not { State: "proposed" } || replaces
            ? await ProposeAsync(repository, gold, stop)
            : await CoSignAsync(repository, gold, known, stop);
    }

    private async Task<Receipt> ProposeAsync(RepositoryView repository, CommitSha gold, CancellationToken stop)
    {
        if (order.Commit is { } named && named != gold) throw No($"Gold of {order.Repository} stands at {gold}, not at {named}; nothing was signed.");

        var draft = await server.GetBytesAsync($"{order.Path}/draft?person={Uri.EscapeDataString(order.Person)}", stop);
        var text = Encoding.UTF8.GetString(draft);
        var content = ContentOf(text, gold, repository.Policy, order.Person, out var at);
        if ((TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(at)).Duration() > Skew)
        {
            throw No($"The server's tag is dated {DateTimeOffset.FromUnixTimeSeconds(at):u}, while it is {TimeProvider.System.GetUtcNow():u} here; nothing was signed.");
        }

        await CheckContentAsync(gold, content);
        await TellAsync("propose", gold);
        var tag = CertifiedTag.Parse(Encoding.UTF8.GetBytes(text + await signing.SignTagAsync(draft, stop)), order.Version);
        var motion = new ReleaseMotion(order.Repository, order.Version, gold, content, tag.Sha256());
        // The tag's own time: this machine's clock may be some minutes off, and the two must have been made together.
        var statement = Statement(repository, motion) with { At = DateTimeOffset.FromUnixTimeSeconds(at) };
        return await signing.ProposeAsync(order.Version, tag.Bytes, statement.ToBytes(), stop);
    }

    private async Task<Receipt> CoSignAsync(RepositoryView repository, CommitSha gold, ReleaseView known, CancellationToken stop)
    {
        if (order.Commit is { } named && known.Commit != named) throw No($"{known.ProposedBy} proposed {known.TagName} of {known.Commit}, not of {named}; nothing was signed.");
        if (order.Commit is null && known.Commit != gold)
        {
            throw No($"{known.ProposedBy} proposed {known.TagName} of {known.Commit}, and gold has moved on to {gold}; nothing was signed. Say which you mean with --commit.");
        }

        var tag = Parse(known.Tag);
        var content = ContentOf(Encoding.UTF8.GetString(tag.Payload), known.Commit, repository.Policy, known.ProposedBy, out _);
        var motion = new ReleaseMotion(order.Repository, order.Version, known.Commit, content, tag.Sha256());
        if (motion.Digest() != known.Digest) throw No("The server's proposal is not what its tag says; nothing was signed.");

        var keys = KeysOf(known.ProposedBy, Encoding.UTF8.GetString(await server.GetBytesAsync("trust/allowed_signers", stop)));
        if (await new SshKeygen(new ProgramRunner("command-line")).VerifyAsync(known.ProposedBy, keys, SshKeygen.GitNamespace, tag.Payload, tag.Signature, stop) is null)
        {
            throw No($"The tag is not signed with a key that the published allowed_signers give {known.ProposedBy} for tags; nothing was signed.");
        }

        await CheckContentAsync(known.Commit, content);
        await TellAsync("sign for", known.Commit);
        return await signing.SendAsync(Statement(repository, motion).ToBytes(), stop);
    }

    private async Task CheckContentAsync(CommitSha commit, string content)
    {
        if (order.ClonePath is not { } clone)
        {
            await Console.Error.WriteLineAsync("The digest of the contents is the server's word: give --path CLONE to have it computed here.");
            return;
        }

        Waiting.Progress($"reading every file of {commit.Abbreviated} in {clone} …");
        var own = CloneReader.ContentOf(clone, commit);
        Waiting.Clear();
        if (own != content) throw No($"{clone} has {own} for {commit.Abbreviated}, and the tag names {content}; nothing was signed.");
    }

    // Before the signature, since a key may ask for a touch or a passphrase: what for must be known by then.
    private Task TellAsync(string what, CommitSha commit) =>
        Console.Error.WriteLineAsync($"You {what} {CertifiedTag.NameOf(order.Version)} of {order.Repository} at {commit}.");

    /// <summary>The contents that a tag names, which must be the draft of this release word for word.</summary>
    private string ContentOf(string text, CommitSha commit, string policy, string proposer, out long seconds)
    {
        seconds = 0;
        var match = DraftForm().Match(text);
        if (match.Success && long.TryParse(match.Groups["seconds"].ValueSpan, out seconds))
        {
            var (content, custodian) = (match.Groups["content"].Value, match.Groups["custodian"].Value);
            string[] exceptions = [.. match.Groups["exception"].Captures.Select(line => line.Value)];
            if (text == CertifiedTag.Draft(order.Repository, order.Version, commit, content, policy, proposer, custodian, seconds, exceptions))
            {
                foreach (var line in exceptions) Console.Error.WriteLine($"It says of itself: {line}");
                return content;
            }
        }

        throw No($"The server's tag is not the one of {order.Repository} {order.Version} at {commit} under the policy in force; nothing was signed.");
    }

    private CertifiedTag Parse(byte[] tag)
    {
        try
        {
            return CertifiedTag.Parse(tag, order.Version);
        }
        catch (RefusalException wrong)
        {
            throw No($"The server sent something else than a tag of this release; nothing was signed. {wrong.Message}");
        }
    }

    private Statement Statement(RepositoryView repository, ReleaseMotion motion) => new()
    {
        Subject = new(SubjectKind.Release, motion.Digest()),
        Repository = order.Repository,
        Commit = motion.Commit,
        Gold = repository.Gold,
        Person = order.Person,
        Role = Motion.Role,
        Decision = SignOffDecision.Approve,
        Rules = repository.Rules,
        At = TimeProvider.System.GetUtcNow(),
    };

    // PERSON namespaces="git,…",… TYPE BLOB
    private static List<string> KeysOf(string person, string allowedSigners) =>
    [
        .. from line in allowedSigners.Split('\n')
           let words = line.Split(' ')
           where words.Length == 4 && words[0] == person && words[1].StartsWith($"namespaces=\"{SshKeygen.GitNamespace},", StringComparison.Ordinal)
           select $"{words[2]} {words[3]}",
    ];

    private static CommandException No(string why) => new(ExitCode.No, why);

    [GeneratedRegex(@"<[^\n<>@]+@(?<custodian>[a-z0-9-]+)> (?<seconds>[0-9]{1,11}) [+]0000\n\n[^\n]+\n\nContents: sha256:(?<content>[0-9a-f]{64})\nPolicy: [^\n]+\n((?<exception>(Deviation|Waiver): [^\n\p{C}]+)\n)*\z")]
    private static partial Regex DraftForm();
}
