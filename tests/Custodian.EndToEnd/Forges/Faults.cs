using System.Globalization;
using System.Net;

namespace Custodian.EndToEnd.Forges;

/// <summary>The ways in which GitHub, or the way to it, misbehaves.</summary>
internal static class Faults
{
    private const string Secondary = """{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}""";

    /// <summary>Each of them once, for tests that try all.</summary>
    public static readonly IReadOnlyDictionary<string, Func<TimeProvider, Fault>> ByName = new Dictionary<string, Func<TimeProvider, Fault>>
    {
        ["500"] = _ => Answer(500),
        ["502"] = _ => Answer(502, "<html>"),
        ["500, and done"] = _ => DoneAndFailed(500),
        ["502, and done"] = _ => DoneAndFailed(502),
        ["403 with Retry-After"] = _ => SecondaryLimit(403, 7),
        ["403 without Retry-After"] = _ => SecondaryLimit(403),
        ["429 with Retry-After"] = _ => SecondaryLimit(429, 7),
        ["429"] = _ => Answer(429),
        ["primary limit, 403"] = clock => PrimaryLimit(403, clock.GetUtcNow().AddSeconds(90)),
        ["primary limit, 429"] = clock => PrimaryLimit(429, clock.GetUtcNow().AddSeconds(90)),
        ["hang-up"] = _ => HangUp,
        ["lost answer"] = _ => LostAnswer,
        ["cut-off"] = _ => CutOff,
        ["late"] = Late,
    };

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
