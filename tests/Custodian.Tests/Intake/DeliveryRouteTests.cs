using Custodian.Intake;
using Custodian.Store;
using Xunit;

namespace Custodian.Tests.Intake;

public class DeliveryRouteTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Before = Now.AddDays(-1);

    [Fact]
    public void A_name_of_the_policy_is_learnt_from_its_first_hook_whatever_its_case()
    {
        var route = Of(7, "OWNER/Name", []);

        Assert.Equal([new("owner/name", 7, "OWNER/Name", Now)], route.Learnt);
        Assert.Empty(route.Renamed);
        Assert.Null(route.Refused);
    }

    [Fact]
    public void A_name_that_the_policy_does_not_have_is_nobodys()
    {
        var route = Of(7, "owner/another", []);

        Assert.Empty(route.Learnt);
        Assert.Null(route.Refused);
    }

    [Fact]
    public void A_number_that_was_learnt_goes_before_the_name_and_a_rename_is_told_once()
    {
        var first = Of(7, "owner/new", [new("owner/name", 7, "owner/name", Before)]);
        var second = Of(7, "owner/new", first.Learnt);

        Assert.Equal([new("owner/name", 7, "owner/new", Now)], first.Learnt);
        Assert.Equal(first.Learnt, first.Renamed);
        Assert.Equal(first.Learnt, second.Learnt);
        Assert.Empty(second.Renamed);
    }

    [Fact]
    public void Another_number_under_a_learnt_name_is_refused_until_the_learnt_one_has_been_silent_for_30_days()
    {
        NamedRepository heard = new("owner/name", 7, "owner/name", Now.AddDays(-30));

        var refused = Of(8, "owner/name", [heard]);
        var taken = Of(8, "owner/name", [heard with { HeardAt = heard.HeardAt.AddTicks(-1) }]);

        Assert.Equal(heard, refused.Refused);
        Assert.Empty(refused.Learnt);
        Assert.Null(taken.Refused);
        Assert.Equal([new("owner/name", 8, "owner/name", Now)], taken.Learnt);
    }

    [Fact]
    public void Who_takes_over_the_name_of_another_watched_repository_still_wakes_its_own()
    {
        NamedRepository own = new("owner/name", 7, "owner/name", Before), other = new("owner/other", 8, "owner/other", Before);

        var route = Of(8, "owner/name", [own, other]);

        Assert.Equal("owner/other", Assert.Single(route.Learnt).Named);
        Assert.Equal(own, route.Refused);
    }

    [Fact]
    public void What_the_policy_no_longer_names_wakes_nothing() =>
        Assert.Empty(Of(7, "owner/former", [new("owner/former", 7, "owner/former", Before)]).Learnt);

    private static DeliveryRoute Of(long id, string name, IReadOnlyList<NamedRepository> known) =>
        DeliveryRoute.Of(id, name, ["owner/name", "owner/other"], known, Now);
}
