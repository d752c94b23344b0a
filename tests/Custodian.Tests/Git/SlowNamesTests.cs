using Custodian.Git;
using Xunit;

namespace Custodian.Tests.Git;

public class SlowNamesTests
{
    [Fact]
    public void What_took_too_long_comes_last_and_what_did_so_longest_ago_before_what_did_just_now()
    {
        var slow = new SlowNames();
        slow.TookTooLong("a");
        slow.TookTooLong("b");

        Assert.Equal(["c", "d", "a", "b"], slow.Order(["a", "b", "c", "d"]));
        slow.TookTooLong("a");
        Assert.Equal(["c", "d", "b", "a"], slow.Order(["a", "b", "c", "d"]));
        slow.Done("b");
        Assert.Equal(["b", "c", "d", "a"], slow.Order(["a", "b", "c", "d"]));
    }
}
