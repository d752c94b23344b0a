namespace Custodian.Tests.Arrows;

/// <summary>Which room may know which. To add a room or an arrow, change this table, and say why in the commit.</summary>
internal static class House
{
    /// <summary>The pure projects: they know nothing but themselves.</summary>
    public static readonly string[] Pure = ["Rules", "Licences"];

    private static readonly string[] Below = ["Store", "Git", "Forges", "Jobs", "Policies", "Ledger", .. Pure];
    private static readonly string[] Steps = ["Intake", "Checks", "SignOffs", "Decisions", "Promotions", "Releases", "Notices"];

    /// <summary>The rooms of the service, and the files at its root that know some; each with what it may know.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> MayKnow = Table();

    /// <summary>Packages that belong to a room. What is not named here is for every room (and none of it for the pure projects).</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Packages = new Dictionary<string, string[]>
    {
        ["LibGit2Sharp"] = ["Git"],
        ["CliWrap"] = ["Git"],
        ["Hangfire"] = ["Jobs"],
        ["Dapper"] = ["Store"],
        ["Microsoft.Data"] = ["Store"],
        ["DbUp"] = ["Store"],
        ["Octokit"] = ["Forges"],
        ["YamlDotNet"] = ["Policies"],
        ["Org.BouncyCastle"] = ["Ledger", "Policies"],
        ["System.CommandLine"] = ["Commands"],
    };

    private static Dictionary<string, string[]> Table()
    {
        string[] every = [.. Below, .. Steps, "Pages", "Commands"];
        var table = new Dictionary<string, string[]>
        {
            ["Store"] = Pure,
            ["Git"] = Pure,
            // How the service is known to a forge, and by which secrets, is the operator's setting.
            ["Forges"] = ["Policies", .. Pure],
            // The engine's queues and looks are sized by the service's settings.
            ["Jobs"] = ["Policies", .. Pure],
            ["Policies"] = ["Store", "Git", .. Pure],
            ["Ledger"] = ["Store", "Git", "Policies", "Jobs", .. Pure],
            ["Pages"] = every,
            ["Commands"] = every,
            ["CustodianSetup.cs"] = every,
            ["Startup.cs"] = every,
            ["Program.cs"] = ["Commands"],
            // It turns what the rooms throw into problems.
            ["ProblemHandler.cs"] = every,
            ["Problems.cs"] = [],
            // Runs in the build alone: it makes the engine's data, by the engine's own code.
            ["Licences.Compiler"] = ["Licences"],
            ["Telemetry.cs"] = [],
        };
        // A step knows only the kind of the next step's job, never the step.
        foreach (var step in Steps) table.Add(step, Below);
        return table;
    }
}
