using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Custodian.Forges.GitHub;
using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Forges;

public sealed class AppKeyTests : IDisposable
{
    private readonly RSA key = RSA.Create(2048);
    private readonly HastyClock clock = new();

    [Fact]
    public void A_token_is_signed_by_the_key_back_dated_and_good_for_less_than_ten_minutes()
    {
        using var app = Read(key.ExportRSAPrivateKeyPem());

        var parts = app.Sign().Split('.');

        Assert.Equal("""{"alg":"RS256","typ":"JWT"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        var claims = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Base64Url.DecodeFromChars(parts[1]))!;
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(["exp", "iat", "iss"], claims.Keys.Order());
        Assert.Equal((now - 60, now + 540, "5"), (claims["iat"].GetInt64(), claims["exp"].GetInt64(), claims["iss"].GetString()));
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void A_key_may_be_PKCS8_or_on_one_line_as_variables_are()
    {
        using var pkcs8 = Read(key.ExportPkcs8PrivateKeyPem());
        using var line = Read(key.ExportRSAPrivateKeyPem().Replace("\n", "\\n", StringComparison.Ordinal));

        // RS256 has no chance in it.
        Assert.Equal(pkcs8.Sign(), line.Sign());
    }

    [Fact]
    public void What_is_no_private_key_of_enough_bits_is_told_where_it_is_named_and_never_shown()
    {
        using var small = RSA.Create(1024);
        using var curve = ECDsa.Create();
        var whole = key.ExportRSAPrivateKeyPem();
        foreach (var (text, word) in new[]
        {
            ("hunter2", "no RSA private key"), (key.ExportSubjectPublicKeyInfoPem(), "no RSA private key"), (curve.ExportPkcs8PrivateKeyPem(), "no RSA private key"),
            (whole[..(whole.Length / 2)], "no RSA private key"), (small.ExportRSAPrivateKeyPem(), "1024 bits"), (" ", "is empty"),
        })
        {
            var told = Assert.Throws<ConfigurationException>(() => Read(text));

            Assert.Contains(word, told.Message, StringComparison.Ordinal);
            if (text.Length > 1) Assert.DoesNotContain(text.Length > 40 ? text[30..40] : text, $"{told}", StringComparison.Ordinal);
        }
    }

    public void Dispose() => key.Dispose();

    private AppKey Read(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            return AppKey.Read(5, ScriptedGitHub.Secret($"file:{file}"), clock);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
