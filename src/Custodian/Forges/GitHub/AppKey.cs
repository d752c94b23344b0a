using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Custodian.Policies;

namespace Custodian.Forges.GitHub;

/// <summary>The App's private key, and the JSON Web Tokens (RFC 7519, RS256) by which the App is known.</summary>
internal sealed class AppKey : IDisposable
{
    private const int SmallestKey = 2048;

    // GitHub takes at most ten minutes ahead, by its own clock; back-dated, since ours may be fast.
    private static readonly TimeSpan BackDated = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(9);

    private readonly Lock use = new();
    private readonly RSA key;
    private readonly long app;
    private readonly TimeProvider clock;

    private AppKey(long app, RSA key, TimeProvider clock) => (this.app, this.key, this.clock) = (app, key, clock);

    /// <exception cref="ConfigurationException">The key cannot be read or used; never quotes it.</exception>
    public static AppKey Read(long app, SecretReference secret, TimeProvider clock)
    {
        var key = RSA.Create();
        try
        {
            // A variable on one line has its line breaks written out.
            key.ImportFromPem(secret.Read().Replace("\\n", "\n", StringComparison.Ordinal));
            _ = key.SignData([], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw secret.Unusable("it is no RSA private key in PEM: download one from the App's page on GitHub ('Private keys') and put the whole file there");
        }

        if (key.KeySize >= SmallestKey) return new(app, key, clock);

        var size = key.KeySize;
        key.Dispose();
        throw secret.Unusable($"its key has {size} bits, and {SmallestKey} are the least: make a new one on the App's page on GitHub");
    }

    /// <summary>A token that is good for nine minutes.</summary>
    public string Sign()
    {
        var now = clock.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["iat"] = (now - BackDated).ToUnixTimeSeconds(),
            ["exp"] = (now + GoodFor).ToUnixTimeSeconds(),
            ["iss"] = app.ToString(CultureInfo.InvariantCulture),
        };
        var signed = $"{Base64Url.EncodeToString("""{"alg":"RS256","typ":"JWT"}"""u8)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        lock (use)
        {
            return $"{signed}.{Base64Url.EncodeToString(key.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
        }
    }

    public void Dispose() => key.Dispose();
}
