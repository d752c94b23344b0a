namespace Custodian.Policies;

/// <summary>Reads <c>policy:</c>: how the policy is changed, and which one this service began with.</summary>
internal static class PolicyTermsReader
{
    public static (string? Genesis, PolicyTerms Terms, Position At) Read(YamlSection top, PeopleReader people)
    {
        if (top.Section("policy") is not { } section) return (null, new(), Position.Start);

        var genesis = Genesis(section);
        var (repository, path) = (section.Text("repository"), section.Text("path"));
        if ((repository is null) != (path is null))
        {
            section.Problems.Add((repository ?? path)!.At, "'repository' and 'path' go together: name the watched repository and the file on its gold that is the policy, or neither.");
        }

        if (path is not null && !IsPath(path.Text)) section.Problems.Add(path.At, $"'path' is {Quote.Of(path.Text)}: write a file's path from the top of the repository, such as custodian.yaml.");
        var terms = new PolicyTerms
        {
            Chair = section.Section("chair") is { } chair ? people.ReadChair(chair) : null,
            Home = repository is null || path is null ? null : new(repository.Text, path.Text),
            LostKeyDelay = section.Duration("lost-key-delay", TimeSpan.FromDays(1), TimeSpan.FromDays(90)),
        };
        section.Close();
        return (genesis, terms, repository?.At ?? Position.Start);
    }

    private static bool IsPath(string path) => path.Split('/') is var parts && parts.All(part => part.Length > 0 && part is not ("." or "..") && !part.Any(char.IsControl));

    private static string? Genesis(YamlSection section)
    {
        var genesis = section.Text("genesis");
        if (genesis is null || genesis.Text is { Length: 64 } digest && digest.All(char.IsAsciiHexDigitLower)) return genesis?.Text;

        section.Problems.Add(genesis.At, $"'genesis' is {Quote.Of(genesis.Text)}: write the SHA-256 of the first policy, 64 lower-case hexadecimal digits.");
        return null;
    }
}
