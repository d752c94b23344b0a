namespace Custodian.Policies;

/// <summary>Reads <c>policy:</c>: how the policy is changed, and which one this service began with.</summary>
internal static class PolicyTermsReader
{
    public static (string? Genesis, PolicyTerms Terms) Read(YamlSection top, PeopleReader people)
    {
        if (top.Section("policy") is not { } section) return (null, new());

        var genesis = Genesis(section);
        var terms = new PolicyTerms
        {
            Chair = section.Section("chair") is { } chair ? people.ReadChair(chair) : null,
            LostKeyDelay = section.Duration("lost-key-delay", TimeSpan.FromDays(1), TimeSpan.FromDays(90)),
        };
        section.Close();
        return (genesis, terms);
    }

    private static string? Genesis(YamlSection section)
    {
        var genesis = section.Text("genesis");
        if (genesis is null || genesis.Text is { Length: 64 } digest && digest.All(char.IsAsciiHexDigitLower)) return genesis?.Text;

        section.Problems.Add(genesis.At, $"'genesis' is {Quote.Of(genesis.Text)}: write the SHA-256 of the first policy, 64 lower-case hexadecimal digits.");
        return null;
    }
}
