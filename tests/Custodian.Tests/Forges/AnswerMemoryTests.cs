using Custodian.Forges.GitHub;
using Xunit;

namespace Custodian.Tests.Forges;

public sealed class AnswerMemoryTests
{
    [Fact]
    public void What_was_used_longest_ago_is_forgotten_first()
    {
        var memory = new AnswerMemory(8000);
        for (var number = 0; number < 9; number++)
        {
            memory.Keep($"{number}", Answer(700));
            Assert.NotNull(memory.Find("0"));
        }

        Assert.NotNull(memory.Find("8"));
        Assert.Null(memory.Find("1"));
    }

    [Fact]
    public void One_large_answer_does_not_drive_out_all_others_and_what_it_replaces_is_gone()
    {
        var memory = new AnswerMemory(8000);
        memory.Keep("small", Answer(100));
        memory.Keep("large", Answer(100));

        memory.Keep("large", Answer(1001));

        Assert.NotNull(memory.Find("small"));
        Assert.Null(memory.Find("large"));
    }

    private static KnownAnswer Answer(int bytes) => new("\"tag\"", null, null, new byte[bytes]);
}
