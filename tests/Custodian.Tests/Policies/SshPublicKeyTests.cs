using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

public sealed class SshPublicKeyTests
{
    private const string Ecdsa = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBMlmfp2OtYdqhy2l8K49galS9Q2IcuN61pNY/CxQh5CWAT71IoBFQWTVQkoiM9kl2NbBB6LhcbX9o/8/WHfXC/g=";
    private const string Ecdsa521 = "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBACHE9fXiSLW8VPBwMb7Q7OfrHE3fK1jDlk9Lk4Qv6/oVe9+V9BlWtno6fwEpC/nOcaggUet4ufXVry4hZbw5mKnxgEIE5LXkclI/+DeNU/pbTK0lqigc2P0ObcXUzGxQYbKuRvxhiRgAEhZKNy9lkP89vb8szYV9RoExAgCivwmKHYJgg==";
    private const string Rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDBkqmKNGQM3EyJUDPSQI0mYN8MCJvVtzDFUKMij4+Uhy5dlueGBGfIJ6yvQ87X7vlhtfg4ut3qNkhSlkdhgbUuBz9U84IVrqrNxGzW5Gmz36lI7fizpc7YKcqq88BkRBDT3TGEOZRV3HlJirOEtVYl71imqV6VKTIDgYTuzGtyavOGqwqxxVWF4ed80jFS8+0bmaFHOKxpaBwGZ2yDsxY/ARw18/sQGtXd4pOC+CRm0qPoy7myo9FeUbE5mkRUvnPGXRF985BVKFqW/vyJufqgv+pziXtpaoSCuBFUUvzLxCh0KtGz0vLO/5sUfBR6GfszzyJNRXi0t6KUP3lPhrz5";

    [Theory]
    [InlineData(Sample.TauntonKey)]
    [InlineData(Ecdsa)]
    [InlineData(Ecdsa521)]
    [InlineData(Rsa)]
    public void A_key_made_by_ssh_keygen_is_taken_without_its_comment(string key)
    {
        Assert.Equal(key, SshPublicKey.TryParse(key + "  some one@desk", out _));
        Assert.Equal(key, SshPublicKey.TryParse(key, out _));
    }

    [Theory]
    [InlineData("ssh-ed25519", ".pub")]
    [InlineData("sk-ssh-ed25519@openssh.com AAAA", "accepted")]
    [InlineData("restrict " + Sample.TauntonKey, "accepted")]
    [InlineData("ssh-ed25519 AAAA*", "base64")]
    [InlineData("ssh-ed25519 AAAA", "cut short")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINaP3hU5JpLQaJPW+sDQDGMBlzA3kxo3e2TxNDfK8+A=", "damaged")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINaP3hU5JpLQaJPW+sDQDGMBlzA3kxo3e2TxNDfK8+CPAAAA", "damaged")]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAINaP3hU5JpLQaJPW+sDQDGMBlzA3kxo3e2TxNDfK8+CP", "another type")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----", "private key")]
    public void Anything_else_is_refused_with_its_mend(string text, string word)
    {
        Assert.Null(SshPublicKey.TryParse(text, out var why));

        Assert.Contains(word, why);
    }

    [Fact]
    public void A_changed_byte_anywhere_in_a_key_is_an_answer_and_never_an_accident()
    {
        foreach (var key in new[] { Sample.TauntonKey, Ecdsa, Rsa })
        {
            var (type, blob) = (key.Split(' ')[0], Convert.FromBase64String(key.Split(' ')[1]));
            for (var at = 0; at < Math.Min(blob.Length, 140); at++)
            {
                var changed = blob.ToArray();
                changed[at] ^= 0x81;

                var read = SshPublicKey.TryParse($"{type} {Convert.ToBase64String(changed)}", out var why);

                Assert.Equal(read is null, why.Length > 0);
            }

            for (var length = 0; length < blob.Length; length++)
            {
                Assert.Null(SshPublicKey.TryParse($"{type} {Convert.ToBase64String(blob.AsSpan(0, length))}", out _));
            }
        }
    }
}
