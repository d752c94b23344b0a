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

    [Theory]
    [InlineData("2026-03-31T23:59:59Z", SampleKeys.Two)]
    [InlineData("2026-04-01T00:00:00Z", SampleKeys.One, SampleKeys.Two)]
    [InlineData("2026-04-30T23:59:59Z", SampleKeys.One, SampleKeys.Two)]
    [InlineData("2026-05-01T00:00:00Z", SampleKeys.Two)]
    public void A_key_is_held_in_its_own_term_and_another_persons_never(string instant, params string[] held)
    {
        var someone = Sample.Person("someone") with { Keys = [SampleKeys.One, SampleKeys.Two], KeyTerms = [new(SampleKeys.One, new(2026, 4, 1), new(2026, 4, 30))] };

        Assert.Equal(held, new[] { SampleKeys.One, SampleKeys.Two, "ssh-ed25519 AAAA" }.Where(key => someone.HoldsKey(key, DateTimeOffset.Parse(instant))));
        // What was signed with it is theirs all the same.
        Assert.True(someone.OwnsKey(SampleKeys.Fingerprints[SampleKeys.One]));
        Assert.False((someone with { Keys = [SampleKeys.Two] }).OwnsKey(SampleKeys.Fingerprints[SampleKeys.One]));
        Assert.True(someone.OwnsKey(null));
    }

    [Theory]
    [InlineData("ssh-ed25519")]
    [InlineData("ssh-ed25519 not-base64!")]
    [InlineData("")]
    public void What_holds_no_key_has_no_fingerprint(string line) => Assert.Null(KeyFingerprint.Of(line));
}
