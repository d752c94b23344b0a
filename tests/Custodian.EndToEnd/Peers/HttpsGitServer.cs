using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Custodian.EndToEnd.Peers;

/// <summary>
/// Bare repositories served over smart HTTP with TLS and basic authentication: nginx, fcgiwrap and git http-backend.
/// Everything runs as the test's own user, to whom the repositories belong: git refuses those of others.
/// </summary>
internal sealed class HttpsGitServer : IGitServer
{
    private const string Install = "nginx fcgiwrap";

    // Relative to the folder where both programs are started: a full path could pass the 107 bytes that a socket's may have.
    private const string Socket = "git.sock";

    // Before the folder, which would stay behind when a program is missing.
    private readonly string nginx = Peer.Require("nginx", Install);
    private readonly string fcgiwrap = Peer.Require("fcgiwrap", Install);
    private readonly PeerFolder folder = new();
    private readonly string repositories;
    private readonly Uri? doorkeeper;
    private readonly HttpClient probe;
    private PeerProgram? gateway;
    private PeerProgram? server;

    private HttpsGitServer(string repositories, string backend, Uri? doorkeeper)
    {
        this.repositories = repositories;
        this.doorkeeper = doorkeeper;
        var certificates = TestCertificates.Make();
        CertificateAuthority = folder.Write("authority.pem", certificates.AuthorityPem);
        folder.Write("server.pem", certificates.ServerPem);
        folder.Write("server.key", certificates.ServerKeyPem);
        folder.Write("users", $"{Username}:{{PLAIN}}{Password}\n");
        folder.Write("nginx.conf", Configuration(backend));
        probe = Probe(certificates.AuthorityPem);
    }

    public int Port { get; } = FreePort.Next();

    public string Username => "custodian";

    /// <summary>Random, since every user of this machine can reach the port.</summary>
    public string Password { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>File with the certificate of the authority that vouches for the server.</summary>
    public string CertificateAuthority { get; }

    /// <summary>What lets a plain git trust the server; credentials are not part of it.</summary>
    public IReadOnlyDictionary<string, string> ClientEnvironment =>
        new Dictionary<string, string> { ["GIT_SSL_CAINFO"] = CertificateAuthority };

    /// <summary>Starts a server.</summary>
    /// <param name="repositories">Folder with the bare repositories, full path, owned by the user who runs the test.</param>
    /// <param name="stop">Ends the wait for its first answer.</param>
    /// <param name="doorkeeper">Who says, of each request, whether its sender may; null: whoever has the one password may.</param>
    public static async Task<HttpsGitServer> ServeAsync(string repositories, CancellationToken stop, Uri? doorkeeper = null)
    {
        var programs = await new GitClient().RunAsync(repositories, "--exec-path");
        var made = new HttpsGitServer(repositories, Path.Combine(programs, "git-http-backend"), doorkeeper);
        try
        {
            await made.StartAsync(stop);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>A repository's address.</summary>
    /// <param name="repository">Its folder's name, such as <c>openmaxims.git</c>.</param>
    /// <param name="port">Another port through which the server is reached, such as a <see cref="CuttingProxy"/>'s.</param>
    public string Url(string repository, int? port = null) =>
        $"https://127.0.0.1:{port ?? Port}/{Escaped(repository)}";

    /// <param name="password">Somebody else's; null: ours.</param>
    public string UrlWithCredentials(string repository, int? port = null, string? password = null) =>
        $"https://{Username}:{password ?? Password}@127.0.0.1:{port ?? Port}/{Escaped(repository)}";

    private static string Escaped(string repository) => string.Join('/', repository.Split('/').Select(Uri.EscapeDataString));

    string IGitServer.Address(string repository, int? port) => UrlWithCredentials(repository, port);

    public async Task StartAsync(CancellationToken stop)
    {
        File.Delete(folder[Socket]);

        // One process serves one request, so there is one for each that a test may have open at once.
        var environment = new Dictionary<string, string>(IsolatedGit.Environment)
        {
            ["GIT_PROJECT_ROOT"] = repositories,
            ["GIT_HTTP_EXPORT_ALL"] = "",
            ["GIT_CONFIG_COUNT"] = "1",
            ["GIT_CONFIG_KEY_0"] = "http.receivepack",
            ["GIT_CONFIG_VALUE_0"] = "true",
        };
        gateway = new(fcgiwrap, ["-f", "-c", "8", "-s", $"unix:{Socket}"], folder.Path, environment);
        await gateway.WaitUntilAsync(_ => Task.FromResult(File.Exists(folder[Socket])), stop);

        server = new(nginx, ["-p", folder.Path, "-c", folder["nginx.conf"]], folder.Path);
        await server.WaitUntilAsync(AnswersAsync, stop);
    }

    public async Task StopAsync()
    {
        if (server is not null) await server.DisposeAsync();
        if (gateway is not null) await gateway.DisposeAsync();
        (server, gateway) = (null, null);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        probe.Dispose();
        folder.Dispose();
    }

    // git http-backend itself must answer, and behind our password, so that no other server on this port is taken for ours.
    private async Task<bool> AnswersAsync(CancellationToken stop)
    {
        try
        {
            using var answer = await probe.GetAsync("/", stop);
            return answer.StatusCode == (doorkeeper is null ? HttpStatusCode.NotFound : HttpStatusCode.Unauthorized);
        }
        catch (Exception away) when (away is HttpRequestException or SocketException)
        {
            return false;
        }
    }

    private HttpClient Probe(string authority)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.Add(X509Certificate2.CreateFromPem(authority));
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.Zero,
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust },
        };
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Username}:{Password}"));
        return new(handler)
        {
            BaseAddress = new($"https://127.0.0.1:{Port}"),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", credentials) },
        };
    }

    // Relative paths begin at the folder, so that spaces in its path need no quoting. As root, nginx would give its workers
    // another user, who could not reach the gateway's socket; git runs as us anyway.
    private string Configuration(string backend) => $$"""
        daemon off;
        {{(Environment.IsPrivilegedProcess ? "user root root;" : "")}}
        worker_processes 1;
        pid nginx.pid;
        error_log stderr warn;
        events { worker_connections 256; }
        http {
          access_log off;
          client_body_temp_path body;
          fastcgi_temp_path fastcgi;
          proxy_temp_path proxy;
          scgi_temp_path scgi;
          uwsgi_temp_path uwsgi;
          client_max_body_size 0;
          server {
            listen 127.0.0.1:{{Port}} ssl;
            ssl_certificate server.pem;
            ssl_certificate_key server.key;
            {{(doorkeeper is null ? "auth_basic git; auth_basic_user_file users;" : $"""
            auth_request /doorkeeper;
            location = /doorkeeper {"{"}
              internal;
              proxy_pass {doorkeeper};
              proxy_pass_request_body off;
              proxy_set_header Content-Length "";
              proxy_set_header X-Original-URI $request_uri;
            {"}"}
            """)}}
            location / {
              fastcgi_pass unix:{{Socket}};
              fastcgi_buffering off;
              fastcgi_read_timeout 10m;
              fastcgi_param SCRIPT_FILENAME "{{backend}}";
              fastcgi_param PATH_INFO $uri;
              fastcgi_param QUERY_STRING $query_string;
              fastcgi_param REQUEST_METHOD $request_method;
              fastcgi_param CONTENT_TYPE $content_type;
              fastcgi_param CONTENT_LENGTH $content_length;
              fastcgi_param SERVER_PROTOCOL $server_protocol;
              fastcgi_param REMOTE_ADDR $remote_addr;
              fastcgi_param REMOTE_USER $remote_user;
              fastcgi_param GIT_PROTOCOL $http_git_protocol;
            }
          }
        }

        """;
}
