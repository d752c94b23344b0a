using System.Text.Json;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Xunit;

namespace Custodian.Tests.Store;

/// <summary>The quick way of reading sign-offs says what the whole facts say.</summary>
public sealed class CommitVotesTests
{
    private static readonly CommitSha Commit = new(new string('c', 40));

    private static readonly SignOffGiven Given = new()
    {
        At = new(2026, 11, 22, 10, 0, 0, 123, TimeSpan.Zero),
        Repository = "openmaxims",
        Commit = Commit,
        SubjectKind = SubjectKind.Commit,
        Subject = new('1', 64),
        Gold = new(new string('b', 40)),
        Person = "taunton-director",
        Custodian = "taunton",
        Role = "director",
        Decision = SignOffDecision.Approve,
        Rules = new('2', 64),
        StatedAt = new(2026, 11, 22, 9, 59, 0, TimeSpan.Zero),
        Statement = new('3', 64),
        Door = "ssh",
    };

    public static TheoryData<string> Kinds => [.. Told.Keys];

    private static readonly Dictionary<string, SignOffGiven> Told = new()
    {
        ["signed"] = Given,
        ["signed with a key"] = Given with { Key = "SHA256:mmtqRTpMtS1ZtTFgEhGjotMu+VTv+apHnwdRmelXcYc", Signature = new('4', 64) },
        ["by hook"] = Given with { Door = "hook", HookId = "a \"quoted\" id" },
        ["on a page"] = Given with { Door = "page" },
        ["before there was gold"] = Given with { Gold = null },
        ["rejected"] = Given with { Decision = SignOffDecision.Reject },
        ["withdrawn"] = Given with { Decision = SignOffDecision.Withdraw },
        ["with letters of other scripts"] = Given with { Person = "bjørn-\"é\"-\ud83d\ude00", Role = "läkare" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_read_quickly_is_what_the_fact_says(string kind)
    {
        var fact = (SignOffGiven)FactJson.Read(FactJson.Write(Told[kind]));

        // The second reading shares the words of the first.
        var votes = new CommitVotes(Commit);
        foreach (var seq in (long[])[7, 8])
        {
            Assert.Equal(new SignOff
            {
                Seq = seq, Repository = fact.Repository!, Commit = Commit, Subject = fact.Subject, Gold = fact.Gold, Rules = fact.Rules, Person = fact.Person, Custodian = fact.Custodian,
                Role = fact.Role, Decision = fact.Decision, Assurance = CommitVotes.AssuranceOf(fact.Door), Key = fact.Key, RecordedAt = fact.At,
            }, votes.Read(seq, FactJson.Write(fact)));
        }
    }

    [Fact]
    public void Words_of_one_sign_off_never_pass_into_the_next()
    {
        var votes = new CommitVotes(Commit);
        votes.Read(1, FactJson.Write(Given with { Key = "SHA256:one" }));

        var other = votes.Read(2, FactJson.Write(Given with { Repository = "another", Custodian = "sthk", Role = "cso", Rules = new('9', 64), Subject = new('8', 64), Gold = null }))!;

        Assert.Equal(("another", "sthk", "cso", new string('9', 64), new string('8', 64), (CommitSha?)null), (other.Repository, other.Custodian, other.Role, other.Rules, other.Subject, other.Gold));
        Assert.Null(other.Key);
    }

    [Theory]
    [InlineData(SubjectKind.Adoption)]
    [InlineData(SubjectKind.Release)]
    public void A_vote_on_something_else_is_none_on_the_commit(string kind) => Assert.Null(new CommitVotes(Commit).Read(7, FactJson.Write(Given with { SubjectKind = kind })));

    [Theory]
    [InlineData("\"person\":\"taunton-director\",")]
    [InlineData("\"rules\":\"2222222222222222222222222222222222222222222222222222222222222222\",")]
    [InlineData("\"decision\":\"approve\",")]
    [InlineData("\"role\":\"director\",")]
    public void A_sign_off_that_lacks_a_member_is_refused(string member)
    {
        var text = System.Text.Encoding.UTF8.GetString(FactJson.Write(Given));
        Assert.Contains(member, text, StringComparison.Ordinal);

        Assert.Throws<JsonException>(() => new CommitVotes(Commit).Read(7, System.Text.Encoding.UTF8.GetBytes(text.Replace(member, "", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_sign_off_of_another_commit_in_its_place_is_refused() =>
        Assert.Throws<JsonException>(() => new CommitVotes(new(new string('d', 40))).Read(7, FactJson.Write(Given)));
}
