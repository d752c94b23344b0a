using System.Globalization;
using System.Net;

namespace Custodian.EndToEnd.Forges;

/// <summary>The ways in which GitHub, or the way to it, misbehaves.</summary>
internal static class Faults
{
    private const string Secondary = """{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}""";

    /// <summary>GitHub answers so and does nothing.</summary>
    public static Fault Answer(int status, string body = "", params (string Name, string Value)[] headers) => (_, _) =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return Task.FromResult(response);
    };

    public static Fault SecondaryLimit(int status, int? retryAfter = null) => retryAfter is { } seconds ? Answer(status, Secondary, ("Retry-After", Text(seconds))) : Answer(status, Secondary);

    public static Fault PrimaryLimit(int status, DateTimeOffset reset) =>
        Answer(status, """{"message":"API rate limit exceeded"}""", ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", Text(reset.ToUnixTimeSeconds())));

    /// <summary>The request never arrives.</summary>
    public static Fault HangUp => (_, _) => throw new HttpRequestException("The connection was closed.");

    /// <summary>GitHub does it, and its answer is lost.</summary>
    public static Fault LostAnswer => async (forward, _) =>
    {
        using var lost = await forward();
        throw new HttpRequestException("The connection was closed.");
    };

    /// <summary>GitHub does it and says that it failed.</summary>
    public static Fault DoneAndFailed(int status) => async (forward, stop) =>
    {
        using var lost = await forward();
        return await Answer(status)(forward, stop);
    };

    /// <summary>GitHub does it, and half of its answer arrives.</summary>
    public static Fault CutOff => async (forward, stop) =>
    {
        var response = await forward();
        var whole = await response.Content.ReadAsByteArrayAsync(stop);
        response.Content = new StreamContent(new BrokenStream(whole[..(whole.Length / 2)]));
        return response;
    };

    /// <summary>GitHub does it and answers later than anybody waits.</summary>
    public static Fault Late(TimeProvider clock) => async (forward, stop) =>
    {
        var response = await forward();
        await Task.Delay(TimeSpan.FromSeconds(45), clock, stop);
        return response;
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
