using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Custodian.Store.Facts;
using Polly;
using Polly.Retry;

namespace Custodian.Commands;

/// <summary>Talks to a Custodian service. Everything it sends may be repeated, so what fails in passing is tried again.</summary>
internal sealed class ServerClient : IDisposable
{
    // A service that says to come back later than this is not waited for: what it says is told.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static readonly ResiliencePipeline<HttpResponseMessage> Patient = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is HttpRequestException or SocketException
                || arguments.Outcome.Result is { } answer && MayPass(answer)),
            MaxRetryAttempts = 3,
            Delay = TimeSpan.FromMilliseconds(400),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.Headers.RetryAfter?.Delta),
        })
        .Build();

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new UtcTimeConverter() },
    };

    private readonly HttpClient http;

    public ServerClient(string server)
    {
        http = new HttpClient { BaseAddress = Address(server), Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>The address that every path of the service begins with.</summary>
    /// <exception cref="CommandException">It is not one.</exception>
    public static Uri Address(string server) =>
        Uri.TryCreate(server, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", Query: "", Fragment: "" }
            // Without the last slash the last part of a path would be dropped.
            ? new(address.AbsoluteUri.TrimEnd('/') + "/")
            : throw new CommandException(ExitCode.WrongUse, $"--server {server} is not an http or https URL such as http://127.0.0.1:5080.");

    public void Dispose() => http.Dispose();

    private static bool MayPass(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
        && !(answer.Headers.RetryAfter?.Delta > LongestWait);

    /// <summary>A command that somebody else can copy: for this service, with their own id and key to be put in.</summary>
    public string Line(string verb, params string[] arguments) =>
        $"custodian {verb} --server {Quoted($"{http.BaseAddress}".TrimEnd('/'))} {string.Join(' ', arguments.Select(Quoted))} --as PERSON --key SSHKEY";

    public async Task<T> GetAsync<T>(string path, CancellationToken stop)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, stop);
        return await ReadAsync<T>(answer, stop);
    }

    public async Task<byte[]> GetBytesAsync(string path, CancellationToken stop)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, stop);
        return await answer.Content.ReadAsByteArrayAsync(stop);
    }

    public async Task<T> PostAsync<T>(string path, object body, CancellationToken stop)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, body, stop);
        return await ReadAsync<T>(answer, stop);
    }

    public async Task PostAsync(string path, CancellationToken stop) => (await SendAsync(HttpMethod.Post, path, null, stop)).Dispose();

    // As a shell reads it.
    private static string Quoted(string argument) =>
        argument.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_.:/@+=,".Contains(letter)) ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken stop)
    {
        try
        {
            if (await answer.Content.ReadFromJsonAsync<T>(Json, stop) is { } read) return read;
        }
        catch (Exception other) when (other is JsonException or NotSupportedException or InvalidOperationException)
        {
            // A login page, a proxy's own page: told below.
        }

        throw new CommandException(ExitCode.CouldNot, $"{http.BaseAddress} did not answer as a Custodian does: is that its address, and is nothing else in front of it?");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken stop)
    {
        try
        {
            var answer = await Patient.ExecuteAsync(async token =>
            {
                using var request = new HttpRequestMessage(method, path);
                if (body is not null) request.Content = JsonContent.Create(body, options: Json);
                return await http.SendAsync(request, token);
            }, stop);
            if (!answer.IsSuccessStatusCode) throw await RefusedAsync(answer, stop);
            return answer;
        }
        // The runtime lets the socket's own exception through where a connection ends in the moment it is made.
        catch (Exception unreachable) when (unreachable is HttpRequestException or SocketException)
        {
            throw new CommandException(ExitCode.CouldNot, $"{http.BaseAddress} does not answer: {unreachable.Message}");
        }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new CommandException(ExitCode.CouldNot, $"{http.BaseAddress} did not answer within {http.Timeout.TotalSeconds:0} s.");
        }
    }

    private static async Task<ServerRefusalException> RefusedAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(stop);
            try
            {
                var problem = JsonDocument.Parse(text).RootElement;
                var type = problem.TryGetProperty("type", out var named) ? named.GetString() ?? "" : "";
                var detail = problem.TryGetProperty("detail", out var told) ? told.GetString() : problem.GetProperty("title").GetString();
                return new(type[(type.LastIndexOf(':') + 1)..], (int)answer.StatusCode, detail ?? text);
            }
            catch (Exception notAProblem) when (notAProblem is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                return new("", (int)answer.StatusCode, $"The server answered {(int)answer.StatusCode}.");
            }
        }
    }
}

/// <summary>The server refused, in its own words.</summary>
/// <param name="type">The problem's type, without its prefix.</param>
internal sealed class ServerRefusalException(string type, int status, string message) : Exception(message)
{
    // No mistake in what was typed: it may be there in a moment.
    private static readonly string[] NotThere = ["commit-unknown", "not-found"];

    public string Type => type;

    public int Status => status;

    public int ExitCode => status switch
    {
        >= 500 => Commands.ExitCode.CouldNot,
        400 or 404 when !NotThere.Contains(type) => Commands.ExitCode.WrongUse,
        _ when type == "person-unknown" => Commands.ExitCode.WrongUse,
        _ => Commands.ExitCode.No,
    };
}
