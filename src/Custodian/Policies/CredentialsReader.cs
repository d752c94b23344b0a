namespace Custodian.Policies;

/// <summary>Reads <c>credentials:</c>.</summary>
internal static class CredentialsReader
{
    public static IReadOnlyList<CredentialEntry> Read(YamlSection top) => [.. top.Named("credentials").Select(Read)];

    private static CredentialEntry Read(NamedSection named)
    {
        var section = named.Section;
        var entry = new CredentialEntry
        {
            Name = named.Name.Text,
            Username = section.Text("username")?.Text,
            Password = section.Secret("password"),
            CertificateAuthority = section.FilePath("certificate-authority"),
            SshKey = section.FilePath("ssh-key"),
            KnownHosts = section.FilePath("known-hosts"),
        };
        if (section.Has("username") != section.Has("password"))
        {
            section.Report(section.Has("username") ? "username" : "password", "'username' and 'password' go together: write both, or neither.");
        }

        if (section.Has("ssh-key") != section.Has("known-hosts"))
        {
            // Without known hosts anyone on the way could pose as the server.
            section.Report(section.Has("ssh-key") ? "ssh-key" : "known-hosts",
                "'ssh-key' and 'known-hosts' go together: write both ('ssh-keyscan HOST' prints host keys; compare them with the server's own), or neither.");
        }

        section.Close();
        return entry;
    }
}
