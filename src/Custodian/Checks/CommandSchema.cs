using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Custodian.Git;
using Custodian.Policies;

namespace Custodian.Checks;

/// <summary>Reads a <c>command</c> check from the configuration.</summary>
internal sealed partial class CommandSchema : ICheckSchema
{
    private const long KiB = 1 << 10;
    private const long MiB = 1 << 20;
    private const long GiB = 1 << 30;
    private const long TiB = 1L << 40;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    // The sandbox brings its own of these; the host's would open it.
    private static readonly string[] NeverShown = ["/", "/proc", "/sys", "/dev"];

    public const string TypeName = "command";

    public string Type => TypeName;

    public JsonObject Read(YamlSection section) => Command(section, Reports(section)).ToJson();

    /// <summary>What is run, and within what limits.</summary>
    /// <param name="reports">JUnit reports that it must write; null: none.</param>
    public static CommandSettings Command(YamlSection section, string? reports)
    {
        var timeout = section.Duration("timeout", TimeSpan.FromMinutes(30), Second, Day);
        return new()
        {
            Run = [.. Run(section)],
            Reports = reports,
            Timeout = timeout,
            Memory = section.Size("memory", 2 * GiB, 16 * MiB, TiB),
            Processes = section.Integer("processes", 256, 1, 65_536),
            FileSize = section.Size("file-size", GiB, KiB, TiB),
            CpuTime = section.Duration("cpu-time", timeout, Second, Day),
            Network = section.Choice("network", "none", "none"),
            Sandbox = section.Choice("sandbox", "required", "required", "none"),
            ReadOnly = [.. ReadOnly(section)],
            Environment = Environment(section),
        };
    }

    private static IEnumerable<string> Run(YamlSection section)
    {
        var words = section.Words("run", "write the program and each argument as a word of its own, such as [ant, test]; no shell reads them.");
        if (words.Count > 0 && string.IsNullOrWhiteSpace(words[0].Text))
        {
            section.Problems.Add(words[0].At, "'run' begins with a blank word: write the program's name first.");
        }

        return words.Select(word => word.Text);
    }

    private static string? Reports(YamlSection section)
    {
        if (section.Text("reports") is not { } glob) return null;
        if (glob.Text[0] is not ('/' or '-') && !glob.Text.Contains('\\') && !glob.Text.Split('/').Contains("..")) return glob.Text;

        section.Problems.Add(glob.At, $"'reports' is {Quote.Of(glob.Text)}: write a pattern within the code, such as \"**/TEST-*.xml\".");
        return null;
    }

    private static IEnumerable<string> ReadOnly(YamlSection section)
    {
        foreach (var path in section.Texts("read"))
        {
            var whole = Path.TrimEndingDirectorySeparator(path.Text);
            if (whole[0] != '/' || Path.GetFullPath(whole) != whole)
            {
                section.Problems.Add(path.At, $"'read' names {Quote.Of(path.Text)}: write whole paths, such as /opt/ant.");
            }
            else if (NeverShown.Any(never => whole == never || (never != "/" && whole.StartsWith(never + "/", StringComparison.Ordinal))))
            {
                section.Problems.Add(path.At, $"'read' names {Quote.Of(path.Text)}, which would open the sandbox: name only the folder that the check needs.");
            }
            else
            {
                yield return whole;
            }
        }
    }

    private static Dictionary<string, string> Environment(YamlSection section)
    {
        var variables = new Dictionary<string, string>();
        foreach (var (name, value) in section.Pairs("environment"))
        {
            if (!Variable().IsMatch(name.Text)) section.Problems.Add(name.At, $"{Quote.Of(name.Text)} cannot be a variable: use letters, digits and '_', no digit first.");
            else if (name.Text == ProgramRunner.OwnerVariable) section.Problems.Add(name.At, $"'{name.Text}' is the service's own mark: remove it.");
            else variables[name.Text] = value.Text;
        }

        return variables;
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
