using System.Text;
using Custodian.Checks;
using Custodian.Store;
using Xunit;

namespace Custodian.Tests.Checks;

/// <summary>At which line of which file a test failed, from its report to the commit; and nothing where that is not sure.</summary>
public sealed class TestRemarksTests
{
    private static readonly string[] Files =
    [
        "core/test/ims/DosageTest.java", "core/src/ims/Dosage.java", "a/ims/Twice.java", "b/ims/Twice.java", "DosageTest.java", "tests/test_dosage.py", "src/dosage.test.js",
        "tests/Dosage Tests/DosageTests.cs", "dosage_test.go", "check.sh",
    ];

    [Theory]
    // As JUnit writes it, with what is not ours above it.
    [InlineData("java.lang.AssertionError: wrong\n\tat org.junit.Assert.fail(Assert.java:89)\n\tat app//ims.DosageTest$Inner.lambda$rounds_up$0(DosageTest.java:42)\n\tat java.base/java.lang.Thread.run(Thread.java:840)", "core/test/ims/DosageTest.java:42")]
    [InlineData("\tat DosageTest.rounds_up(DosageTest.java:7)", "")]
    [InlineData("\tat ims.Twice.all(Twice.java:7)", "")]
    [InlineData("\tat ims.DosageTest.rounds_up(Unknown Source)", "")]
    [InlineData("Traceback (most recent call last):\n  File \"/usr/lib/python3/unittest/case.py\", line 58, in run\n  File \"/work/tests/test_dosage.py\", line 9, in test_rounds_up\n    self.fail()", "tests/test_dosage.py:9")]
    [InlineData("def test_rounds_up():\n>   assert 3 == 2\nE   assert 3 == 2\n\ntests/test_dosage.py:12: AssertionError", "tests/test_dosage.py:12")]
    [InlineData("   at Dosage.Tests.RoundsUp() in /work/tests/Dosage Tests/DosageTests.cs:line 31", "tests/Dosage Tests/DosageTests.cs:31")]
    [InlineData("Error: wrong\n    at Object.<anonymous> (/work/src/dosage.test.js:10:15)\n    at run (/work/node_modules/jest/run.js:1:1)", "src/dosage.test.js:10")]
    [InlineData("    dosage_test.go:18: want 3", "dosage_test.go:18")]
    [InlineData("./check.sh:5: wrong dose", "check.sh:5")]
    // Outside of the commit, or not there.
    [InlineData("/home/somebody/tests/test_dosage.py:12: AssertionError", "")]
    [InlineData("/workshop/check.sh:5: wrong", "")]
    [InlineData("../work/check.sh:5: wrong", "")]
    [InlineData("tests/test_other.py:12: AssertionError", "")]
    [InlineData("check.sh:99999999999999999999: wrong", "")]
    public void A_stack_leads_to_the_first_line_that_it_names_in_the_commit(string stack, string place)
    {
        var remarks = Of($"<testsuite><testcase classname='ims.DosageTest' name='rounds_up'><failure message='expected 3'><![CDATA[{stack}]]></failure></testcase></testsuite>");

        Assert.Equal(place, string.Join(' ', remarks.Kept.Select(one => $"{one.Path}:{one.StartLine}")));
        Assert.All(remarks.Kept, one => Assert.Equal(("Failing test", "ims.DosageTest.rounds_up failed: expected 3", one.StartLine), (one.Title, one.Text, one.EndLine)));
        Assert.Equal(1, remarks.Of);
    }

    [Theory]
    [InlineData("file='tests/test_dosage.py' line='8'", "", "tests/test_dosage.py:8")]
    [InlineData("file='tests/test_dosage.py'", "", "tests/test_dosage.py:1")]
    // Where the report says which file, its line in the stack says more than where the test begins.
    [InlineData("file='tests/test_dosage.py' line='8'", "check.sh:2: x\ntests/test_dosage.py:12: AssertionError", "tests/test_dosage.py:12")]
    [InlineData("file='tests/gone.py' line='8'", "check.sh:2: x", "check.sh:2")]
    [InlineData("file='/etc/passwd' line='8'", "", "")]
    [InlineData("file='tests/test_dosage.py' line='-8'", "", "tests/test_dosage.py:1")]
    public void What_the_report_says_itself_goes_first(string attributes, string stack, string place)
    {
        var remarks = Of($"<testsuite><testcase name='a' {attributes}><error>{stack}</error></testcase></testsuite>");

        Assert.Equal(place, string.Join(' ', remarks.Kept.Select(one => $"{one.Path}:{one.StartLine}")));
    }

    [Fact]
    public void Tests_that_pass_or_were_skipped_are_no_remarks_and_of_too_many_the_first_are_kept()
    {
        Assert.Empty(Of("<testsuite><testcase name='a' file='check.sh' line='1'/><testcase name='b' file='check.sh'><skipped/>check.sh:2: x</testcase></testsuite>").Kept);

        var many = Of($"<testsuite>{string.Concat(Enumerable.Range(1, 600).Select(line => $"<testcase name='t{line}' file='check.sh' line='{line}'><failure/></testcase>"))}</testsuite>");
        Assert.Equal((CheckRemarks.Most, 600), (many.Kept.Count, many.Of));
        Assert.Equal([.. Enumerable.Range(1, 500)], many.Kept.Select(one => one.StartLine));
    }

    [Fact]
    public void A_failure_as_long_as_a_report_may_be_is_read_in_a_moment_and_only_its_beginning()
    {
        var endless = string.Concat(Enumerable.Repeat("at a.a.a.a.a.a.a.a.a/", 500_000));

        var tally = Read($"<testsuite><testcase name='a'><failure message='{endless}'>check.sh:3: x\n{endless}</failure></testcase></testsuite>");

        var told = Assert.Single(tally.Told);
        Assert.Equal(("check.sh", 3), (told.Frames[0].File, told.Frames[0].Line));
        Assert.InRange(told.Message.Length, 1, 500);
    }

    private static CheckRemarks Of(string report)
    {
        var tally = Read(report);
        return new TestRemarks(Files, ["/work"]).Of(tally.Told, tally.Failed);
    }

    private static TestTally Read(string report) => JunitReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(report)));
}
