using System.Text.Json.Nodes;
using Xunit;

namespace Custodian.EndToEnd.Estates;

/// <summary>
/// One estate for all tests that only knock at doors: its commit waits for Blackpool for ever. They run one after the
/// other, since each looks at what the others could have left.
/// </summary>
[CollectionDefinition(Name)]
public sealed class OneDoorAtATime : ICollectionFixture<DoorEstate>
{
    public const string Name = "doors";
}

/// <summary>The estate of <see cref="OneDoorAtATime"/>.</summary>
public sealed class DoorEstate : IAsyncLifetime
{
    private static readonly string[] Kinds = ["ed25519", "ecdsa", "rsa"];

    private TestEstate? estate;

    internal TestEstate Estate => estate!;

    /// <summary>The commit that waits.</summary>
    internal string Commit { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        estate = await TestEstate.AdoptedAsync(new() { MoreKeys = Kinds });
        Commit = await estate.PushAsync("dose");
        await estate.AwaitsPeopleAsync(Commit);
    }

    public async ValueTask DisposeAsync()
    {
        if (estate is not null) await estate.DisposeAsync();
    }

    /// <summary>A statement as the service writes it, for a test to change one thing in.</summary>
    internal async Task<JsonNode> StatementAsync(string person = People.Taunton) =>
        JsonNode.Parse(await Estate.Doors.StatementAsync(TestEstate.Repository, person, Commit))!;

    /// <summary>The request is refused as that problem, leaves nothing behind, and does not hurt the service.</summary>
    internal async Task RefusesAsync(string type, int status, Func<Task<Answer>> request, string says = "")
    {
        var before = Estate.Ledger.Kept();

        var answer = await request();

        answer.AssertProblem(type, status);
        Assert.Contains(says, (string?)answer.Json["detail"]);

        Assert.Equal(before, Estate.Ledger.Kept());
        Assert.Equal("alive", (await Estate.Doors.AskAsync("/healthz")).Text);
    }
}
