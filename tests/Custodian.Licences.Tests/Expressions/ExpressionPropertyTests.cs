using CsCheck;
using Custodian.Licences.Expressions;
using Xunit;
using static Custodian.Licences.Tests.Expressions.SampleIds;

namespace Custodian.Licences.Tests.Expressions;

/// <summary>What holds of every expression, policy and text.</summary>
public sealed class ExpressionPropertyTests
{
    private static readonly Gen<SpdxExpression> Term = Gen.OneOf(
        Gen.Select(Pick(InUse), Gen.Bool, (name, later) => (SpdxExpression)new SpdxExpression.Id(name, later)),
        Gen.Select(Pick(InUse), Pick(Exceptions), (name, exception) => (SpdxExpression)new SpdxExpression.Excepted(new(name), exception)),
        Pick("LicenseRef-a", "DocumentRef-b.1:LicenseRef-c", "Stranger-1.0").Select(name => (SpdxExpression)new SpdxExpression.Id(name)));

    private static readonly Gen<SpdxExpression> Any = Of(Term, 4);

    private static readonly Gen<SpdxExpression[]> Entries = Term.Array[0, 6];

    private static readonly Gen<LicencePolicy> Policy = Gen.Select(Entries, Entries, Entries, Gen.Enum<LicenceVerdict>(), (allow, deny, review, otherwise) =>
        new LicencePolicy(SampleIds.All, allow, deny, review, otherwise));

    [Fact]
    public void What_is_printed_is_read_back_as_it_was() => Any.Sample(expression =>
    {
        var read = Parse(expression.ToString());
        Assert.Equal(expression, read);
        Assert.Equal(expression.GetHashCode(), read.GetHashCode());
        Assert.Equal(expression.ToString(), read.ToString());
    });

    // A bracket that could be left out would be read back as the same expression.
    [Fact]
    public void No_bracket_is_there_that_could_be_left_out() => Any.Sample(expression =>
    {
        var text = expression.ToString();
        for (var open = text.IndexOf('('); open >= 0; open = text.IndexOf('(', open + 1))
        {
            var bare = text.Remove(Closing(text, open), 1).Remove(open, 1);
            Assert.NotEqual(expression, Parse(bare));
        }
    });

    [Fact]
    public void Ids_in_use_are_in_use_still() => Any.Sample(expression =>
    {
        var current = SampleIds.All.Current(expression);
        Assert.Equal(current, SampleIds.All.Current(current));
        Assert.Equal(SampleIds.All.Unknown(expression), SampleIds.All.Unknown(current));
    });

    [Fact]
    public void Whatever_the_text_there_is_an_expression_or_a_refusal_within_it()
    {
        var word = Pick("MIT", "AND", "or", "WITH", "(", ")", "LicenseRef-a", "GPL-2.0+", "LLVM-exception", ":", "é", "\0", "NONE");
        Gen.OneOf(word.Array[0, 12].Select(words => string.Join(' ', words)), Gen.String[0, 40], Gen.String[Gen.Char["()MIT ORANDWITH+:.-"], 0, 60]).Sample(
            text =>
            {
                if (SpdxParser.TryParse(text, out var expression, out var refusal))
                {
                    Assert.Equal(expression, Parse(expression.ToString()));
                    return;
                }

                Assert.InRange(refusal.At, 1, text.Length + 1);
                Assert.DoesNotContain(refusal.Text, char.IsControl);
            },
            iter: 5_000);
    }

    [Fact]
    public void AND_is_as_good_as_its_worst_part_and_OR_as_its_best() => Gen.Select(Policy, Any, Any).Sample((policy, left, right) =>
    {
        var (one, other) = (policy.Judge(left).Verdict, policy.Judge(right).Verdict);

        Assert.Equal((LicenceVerdict)Math.Max((int)one, (int)other), policy.Judge(SpdxExpression.And([left, right])).Verdict);
        Assert.Equal((LicenceVerdict)Math.Min((int)one, (int)other), policy.Judge(SpdxExpression.Or([left, right])).Verdict);
    });

    // Each of eight licences is allowed or not: the whole truth table of an expression.
    [Fact]
    public void An_expression_is_allowed_where_its_truth_table_says_so()
    {
        string[] names = ["0BSD", "MIT", "Zlib", "SMLNJ", "MIT-0"];
        var table = Of(Pick(names).Select(name => (SpdxExpression)new SpdxExpression.Id(name)), 3);
        table.Sample(expression =>
        {
            for (var row = 0; row < 1 << names.Length; row++)
            {
                var allowed = names.Where((_, at) => (row >> at & 1) == 1).ToHashSet();
                var policy = new LicencePolicy(SampleIds.All, allowed.Select(name => new SpdxExpression.Id(name)), [], []);

                Assert.Equal(Holds(expression, allowed), policy.Judge(expression).Verdict == LicenceVerdict.Allowed);
            }
        });
    }

    [Fact]
    public void The_reason_names_the_term_that_decided() => Gen.Select(Policy, Any).Sample((policy, expression) =>
    {
        var ruling = policy.Judge(expression);

        Assert.Contains(ruling.Term, SampleIds.All.Current(expression).Terms());
        Assert.Contains(ruling.Term is SpdxExpression.Excepted with && ruling.Reason.Contains("no licence", StringComparison.Ordinal) ? with.Licence.ToString() : ruling.Term.ToString(), ruling.Reason, StringComparison.Ordinal);
        Assert.Equal(ruling.Verdict, policy.Judge(ruling.Term).Verdict);
    });

    [Fact]
    public void One_more_allowed_makes_nothing_worse_and_one_more_denied_nothing_better() => Gen.Select(Entries, Entries, Entries, Term, Any).Sample((allow, deny, review, more, expression) =>
    {
        // What SPDX lists not is never trusted, and an entry for one exception is more exact than any other: both aside.
        if (more is SpdxExpression.Excepted) return;

        var before = new LicencePolicy(SampleIds.All, allow, deny, review).Judge(expression).Verdict;
        Assert.True(new LicencePolicy(SampleIds.All, [.. allow, more], deny, review).Judge(expression).Verdict <= before);
        Assert.True(new LicencePolicy(SampleIds.All, allow, [.. deny, more], review).Judge(expression).Verdict >= before);
    });

    // Versions as sets, the one not published yet among them.
    [Fact]
    public void To_choose_is_to_have_every_version_from_there_on()
    {
        string[] versions = ["1.0", "2.0", "3.0", "next"];
        var id = Gen.Select(Gen.Int[0, 2], Gen.Bool);
        Gen.Select(id, id).Sample((term, entry) =>
        {
            var allowed = new LicencePolicy(SampleIds.All, [Gnu(entry)], [], []).Judge(Gnu(term)).Verdict == LicenceVerdict.Allowed;
            var denied = new LicencePolicy(SampleIds.All, [], [Gnu(entry)], []).Judge(Gnu(term)).Verdict == LicenceVerdict.Denied;

            Assert.Equal(Choices(entry).All(Choices(term).Contains), allowed);
            Assert.Equal(Choices(term).All(Choices(entry).Contains), denied);
        });
        string[] Choices((int At, bool Later) one) => one.Later ? versions[one.At..] : [versions[one.At]];
        SpdxExpression Gnu((int At, bool Later) one) => new SpdxExpression.Id($"GPL-{versions[one.At]}{(one.Later ? "-or-later" : "-only")}");
    }

    private static bool Holds(SpdxExpression expression, HashSet<string> allowed) => expression switch
    {
        SpdxExpression.AllOf and => and.Parts.All(part => Holds(part, allowed)),
        SpdxExpression.OneOf or => or.Parts.Any(part => Holds(part, allowed)),
        _ => allowed.Contains(expression.ToString()),
    };

    private static Gen<string> Pick(params string[] words) => Gen.Int[0, words.Length - 1].Select(at => words[at]);

    private static Gen<SpdxExpression> Of(Gen<SpdxExpression> term, int depth)
    {
        if (depth == 0) return term;

        var parts = Of(term, depth - 1).Array[1, 4];
        return Gen.OneOf(term, parts.Select(SpdxExpression.And), parts.Select(SpdxExpression.Or));
    }

    private static int Closing(string text, int open)
    {
        var depth = 0;
        for (var at = open; ; at++)
        {
            if (text[at] == '(') depth++;
            if (text[at] == ')' && --depth == 0) return at;
        }
    }
}
