using Xunit;

namespace Custodian.Rules.Tests;

public class PersonTests
{
    [Theory]
    [InlineData("2026-03-31T23:59:59.9999999Z", false)]
    [InlineData("2026-04-01T00:00:00Z", true)]
    [InlineData("2026-04-01T00:30:00+01:00", false)]
    [InlineData("2026-04-30T23:59:59.9999999Z", true)]
    [InlineData("2026-05-01T00:30:00+01:00", true)]
    [InlineData("2026-05-01T00:00:00Z", false)]
    public void Office_is_counted_in_whole_days_of_UTC(string instant, bool inOffice)
    {
        var april = Sample.Person("someone") with { From = new(2026, 4, 1), Until = new(2026, 4, 30) };

        Assert.Equal(inOffice, april.InOffice(DateTimeOffset.Parse(instant)));
    }
}
