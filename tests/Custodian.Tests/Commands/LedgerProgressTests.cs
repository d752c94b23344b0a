using Custodian.Commands;
using Custodian.Git;
using Custodian.Ledger;
using Custodian.Tests.Ledger;
using Xunit;

namespace Custodian.Tests.Commands;

/// <summary>A long verification shows somebody who watches how far it is, and writes nothing of it into a script's log.</summary>
public sealed class LedgerProgressTests : IAsyncLifetime
{
    private const string ClearLine = "\u001b[K";

    private readonly ProgramRunner programs = new("custodian-tests");
    private LedgerService service = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Three hundred facts after the policy's.
    public async ValueTask InitializeAsync()
    {
        service = await LedgerService.StartAsync();
        await service.AppendAsync(300);
        await service.Get<LedgerHead>().NewestAsync(Stop);
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task A_verification_counts_on_a_terminal_what_it_has_read_and_elsewhere_not()
    {
        string[] verify = [Path.Combine(AppContext.BaseDirectory, "custodian.dll"), "ledger", "verify", "--data", service.Data];

        var typed = await RunAsync("script", "--quiet", "--return", "--command", string.Join(' ', verify.Select(part => $"'{part}'").Prepend("dotnet")), "/dev/null");
        var scripted = await RunAsync("dotnet", verify);

        Assert.Contains($"{ClearLine}301 entries\r", typed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(ClearLine, scripted.Output + scripted.Error, StringComparison.Ordinal);
        Assert.All([typed, scripted], ended => Assert.Contains("is whole: 301 entries", ended.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_counted_only_grows_and_ends_with_all_there_is(bool fromServer)
    {
        var counted = new Counted();
        var order = fromServer ? new LedgerVerifyOrder { Server = service.Url } : new LedgerVerifyOrder { Data = service.Data };

        Assert.Equal(ExitCode.Yes, await new LedgerVerifyCommand(TextWriter.Null, TextWriter.Null, counted).RunAsync(order, Stop));

        Assert.True(counted.Values.Count > 1, "It is told once only.");
        Assert.Equal(301, counted.Values[^1]);
        Assert.All(counted.Values, value => Assert.InRange(value, 1, 301));
        if (fromServer) Assert.Equal(counted.Values.Order(), counted.Values);
    }

    private async Task<ProgramResult> RunAsync(string program, params string[] arguments)
    {
        try
        {
            return await programs.RunAsync(new() { Program = program, Arguments = arguments, Timeout = TimeSpan.FromMinutes(2) }, Stop);
        }
        catch (ProgramMissingException) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip($"not run: {program}, install bsdutils");
            throw;
        }
    }

    private sealed class Counted : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }
}
