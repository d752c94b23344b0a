using Custodian.Commands;
using Xunit;

namespace Custodian.Tests.Commands;

public sealed class DemoEstateTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian demo ");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task An_estate_that_was_ended_while_it_was_made_is_made_to_its_end_and_then_left_as_it_is()
    {
        var estate = new DemoEstate(folder.FullName);
        await estate.MakeAsync(Stop);
        var repository = DemoEstate.Repositories[0];
        // As when it ended between the clone and the push.
        File.Delete(Path.Combine(estate.Bare(repository), "refs", "heads", "main"));

        await estate.MakeAsync(Stop);

        var made = await estate.TipAsync(repository, Stop);
        await estate.MakeAsync(Stop);
        Assert.Equal(made, await estate.TipAsync(repository, Stop));
        Assert.True(File.Exists(Path.Combine(estate.Clone(repository), "lib", "dose.js")));
    }
}
