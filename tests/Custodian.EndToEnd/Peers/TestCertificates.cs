using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Custodian.EndToEnd.Peers;

/// <summary>A certificate authority made for one test, and the certificate that it gave to a server on loopback.</summary>
internal sealed record TestCertificates
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public required string AuthorityPem { get; init; }

    public required string ServerPem { get; init; }

    public required string ServerKeyPem { get; init; }

    public static TestCertificates Make()
    {
        var from = TimeProvider.System.GetUtcNow().AddDays(-1);
        var until = from.AddDays(7);

        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Custodian's test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var authority = authorityRequest.CreateSelfSigned(from, until);

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var serverRequest = new CertificateRequest("CN=localhost", serverKey, HashAlgorithmName.SHA256);
        serverRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        serverRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        serverRequest.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new(ServerAuthentication)], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        serverRequest.CertificateExtensions.Add(names.Build());
        using var server = serverRequest.Create(authority, from, until, RandomNumberGenerator.GetBytes(16));

        return new()
        {
            AuthorityPem = authority.ExportCertificatePem(),
            ServerPem = server.ExportCertificatePem(),
            ServerKeyPem = serverKey.ExportPkcs8PrivateKeyPem(),
        };
    }
}
