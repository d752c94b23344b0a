using Xunit;

namespace Custodian.Tests.Arrows;

/// <summary>The reader of arrows sees each kind of wrong one, and takes nothing else for one.</summary>
public class ArrowReaderTests
{
    [Theory]
    [InlineData("Store", "using Custodian.Git;", "Store → Git")]
    [InlineData("Git", "using Custodian.Store.Facts;", "Git → Store")]
    [InlineData("Jobs", "using static Custodian.Checks.CheckStep;", "Jobs → Checks")]
    [InlineData("Policies", "using Steps = Custodian.Jobs.IStep;", "Policies → Jobs")]
    [InlineData("Intake", "using Custodian.Decisions;", "Intake → Decisions")]
    [InlineData("Promotions", "global using Custodian.Releases;", "Promotions → Releases")]
    [InlineData("Ledger", "using Custodian.Pages;", "Ledger → Pages")]
    [InlineData("Checks", "using Custodian.Commands;", "Checks → Commands")]
    [InlineData("Store", "class A { void B(Custodian.Git.Mirror mirror) { } }", "Store → Git")]
    [InlineData("Store", "class A { object B() => global::Custodian.Pages.FrontPage.Make(); }", "Store → Pages")]
    [InlineData("Store", "class A { void B(Git.Mirror mirror) { } }", "Store → Git")]
    [InlineData("Intake", "class A { object B() => Checks.Workspaces.All(); }", "Intake → Checks")]
    [InlineData("Store", "class A { string B() => $\"{Git.Mirror.Name}\"; }", "Store → Git")]
    [InlineData("Store", "using LibGit2Sharp;", "Store uses LibGit2Sharp, which only Git may know")]
    [InlineData("Checks", "using CliWrap.Buffered;", "Checks uses CliWrap, which only Git may know")]
    [InlineData("Pages", "using Hangfire.Dashboard;", "Pages uses Hangfire, which only Jobs may know")]
    [InlineData("Decisions", "using Dapper;", "Decisions uses Dapper, which only Store may know")]
    [InlineData("Ledger", "class A { Microsoft.Data.Sqlite.SqliteConnection? b; }", "Ledger uses Microsoft.Data, which only Store may know")]
    [InlineData("Git", "using Org.BouncyCastle.Crypto;", "Git uses Org.BouncyCastle, which only Ledger, Policies may know")]
    [InlineData("Intake", "using Octokit;", "Intake uses Octokit, which only Forges may know")]
    [InlineData("Checks", "using YamlDotNet.Core;", "Checks uses YamlDotNet, which only Policies may know")]
    [InlineData("Pages", "using System.CommandLine;", "Pages uses System.CommandLine, which only Commands may know")]
    [InlineData("Pages", "class A { string b = \"select Seq from Fact\"; }", "Pages holds SQL")]
    [InlineData("Pages", "class A { string b = \"\"\"\n    SELECT Seq,\n           Kind\n    FROM   Fact\n    \"\"\"; }", "Pages holds SQL")]
    [InlineData("Pages", "class A { string b = @\"insert into Fact values (1)\"; }", "Pages holds SQL")]
    [InlineData("Pages", "class A { string B(int c) => $\"update Fact set Seq = {c}\"; }", "Pages holds SQL")]
    [InlineData("Git", "class A { object b = System.Diagnostics.Process.Start(\"git\"); }", "Git starts programs by itself")]
    [InlineData("Git", "class A { object b = Cli.Wrap(\"git\"); }", "Git starts programs by itself")]
    [InlineData("Cellar", "class A;", "Cellar is not a room of the house")]
    public void A_wrong_arrow_is_seen(string room, string code, string arrow)
    {
        var wrong = ArrowReader.WrongArrows($"src/Custodian/{room}/A.cs", $"namespace Custodian.{room};\n{code}\n");

        Assert.StartsWith($"src/Custodian/{room}/A.cs:{(room == "Cellar" ? 1 : 2)}: {arrow}", Assert.Single(wrong), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@using Hangfire.Dashboard", "Pages uses Hangfire, which only Jobs may know")]
    [InlineData("@using static Dapper.SqlMapper;", "Pages uses Dapper, which only Store may know")]
    [InlineData("@inject LibGit2Sharp.Repository Git", "Pages uses LibGit2Sharp, which only Git may know")]
    [InlineData("@inherits Octokit.Base", "Pages uses Octokit, which only Forges may know")]
    [InlineData("<p title=\"it's @(Octokit.Credentials.Anonymous)\">@name</p>", "Pages uses Octokit, which only Forges may know")]
    [InlineData("@if (Cellar.Door.Open) { <p>@Dapper.SqlMapper.Name</p> }", "Pages uses Dapper, which only Store may know")]
    [InlineData("@code { object b = Cli.Wrap(\"git\"); }", "Pages starts programs by itself")]
    [InlineData("@{ var b = \"select Seq from Fact\"; }", "Pages holds SQL")]
    public void A_wrong_arrow_in_a_Razor_page_is_seen(string code, string arrow)
    {
        var wrong = ArrowReader.WrongArrows("src/Custodian/Pages/A.razor", $"<h1>It's a \"page</h1>\n@* Hangfire.\n *@\n{code}\n");

        Assert.StartsWith($"src/Custodian/Pages/A.razor:4: {arrow}", Assert.Single(wrong), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<p>The jobs are Hangfire. It's \"select Seq from Fact\".</p>")]
    [InlineData("@using Custodian.Rules")]
    [InlineData("@* @using Hangfire *@")]
    [InlineData("@code\n{\n    string b = \"Hangfire.Jobs\";\n}\n<p>It's \"update Fact set\"</p>")]
    public void What_is_no_arrow_in_a_Razor_page_is_not_taken_for_one(string code) =>
        Assert.Empty(ArrowReader.WrongArrows("src/Custodian/Pages/A.razor", code));

    [Theory]
    [InlineData("using Custodian.Store;")]
    [InlineData("using System.IO;")]
    [InlineData("using Microsoft.Extensions.Logging;")]
    [InlineData("class A { System.Threading.Tasks.Task? b; }")]
    [InlineData("class A { async void B() => await C(); }")]
    [InlineData("class A { object b = File.ReadAllText(\"c\"); }")]
    [InlineData("class A { object b = System.DateTimeOffset.UtcNow; }")]
    [InlineData("class A(System.TimeProvider b, TimeProvider c);")]
    public void The_rules_know_nothing(string code)
    {
        var wrong = ArrowReader.WrongArrows("src/Custodian.Rules/A.cs", $"namespace Custodian.Rules;\n{code}");

        Assert.StartsWith("src/Custodian.Rules/A.cs:2: Rules ", Assert.Single(wrong), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Telemetry.cs", "using Custodian.Store;", false)]
    [InlineData("Problems.cs", "using Custodian.SignOffs;", false)]
    [InlineData("Program.cs", "using Custodian.Commands;", true)]
    [InlineData("Program.cs", "using Custodian.Store;", false)]
    [InlineData("CustodianSetup.cs", "using Custodian.Pages;", true)]
    [InlineData("CustodianSetup.cs", "using Hangfire;", false)]
    public void Of_the_files_at_the_root_only_the_composition_root_knows_every_room(string file, string code, bool right) =>
        Assert.Equal(right, !ArrowReader.WrongArrows($"src/Custodian/{file}", code).Any());

    [Theory]
    [InlineData("using Custodian.Rules;")]
    [InlineData("// using Custodian.Git;")]
    [InlineData("/* Custodian.Git.Mirror\n Process.Start */")]
    [InlineData("/// <summary>As <see cref=\"Git.Mirror\"/> does.</summary>\nclass A;")]
    [InlineData("class A { string b = \"Custodian.Git.Mirror and Process.Start\"; }")]
    [InlineData("class A { string b = @\"C:\\\"; string c = \"using Custodian.Git;\"; }")]
    [InlineData("class A { char b = '\"'; // Custodian.Git.Mirror\n}")]
    [InlineData("class A { string B(int c) => $\"{{Git.Mirror}} {c}\"; }")]
    [InlineData("class A { List<string> Checks { get; } = []; bool B => Checks.Contains(\"c\"); }")]
    [InlineData("class A { object b = facts.Checks.Count; }")]
    [InlineData("class A { string b = \"update Fact set Seq = 1\"; }")]
    [InlineData("class A { System.Diagnostics.Activity? b; }")]
    [InlineData("class A { int Process(int c) => Process(c); }")]
    public void What_is_no_arrow_is_not_taken_for_one(string code) =>
        Assert.Empty(ArrowReader.WrongArrows("src/Custodian/Store/A.cs", $"namespace Custodian.Store;\n{code}"));

    [Theory]
    [InlineData("\"Please select what you want.\"")]
    [InlineData("\"Update the policy, then set gold.\"")]
    [InlineData("\"Delete the folder.\"")]
    public void Plain_English_is_no_SQL(string literal) =>
        Assert.Empty(ArrowReader.WrongArrows("src/Custodian/Pages/A.cs", $"namespace Custodian.Pages;\nclass A {{ string b = {literal}; }}"));

    [Fact]
    public void The_one_runner_may_start_programs() =>
        Assert.Empty(ArrowReader.WrongArrows("src/Custodian/Git/ProgramRunner.cs", "using CliWrap;\nnamespace Custodian.Git;\nclass A { object b = Cli.Wrap(\"git\"); }"));

    [Fact]
    public void A_file_cannot_hide_behind_another_rooms_namespace() =>
        Assert.Contains("the namespace Custodian.Git is not the folder's (Custodian.Store)",
            Assert.Single(ArrowReader.WrongArrows("src/Custodian/Store/A.cs", "namespace Custodian.Git;\nclass A;")), StringComparison.Ordinal);

    [Fact]
    public void Every_wrong_arrow_is_told_with_its_line_and_mend()
    {
        var wrong = ArrowReader.WrongArrows("src/Custodian/Store/A.cs", "using Custodian.Git;\nusing Hangfire;\n\nnamespace Custodian.Store;\n").ToList();

        Assert.Equal(
            [
                "src/Custodian/Store/A.cs:1: Store → Git is a wrong arrow (Store may know Rules, Licences): "
                    + "move what both need to a room that both may know, or let it be handed in.",
                "src/Custodian/Store/A.cs:2: Store uses Hangfire, which only Jobs may know: ask that room for what is needed, in the house's own words.",
            ],
            wrong);
    }
}
