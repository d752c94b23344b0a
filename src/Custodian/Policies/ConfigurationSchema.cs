using System.Reflection;

namespace Custodian.Policies;

/// <summary>The JSON Schema of configuration files, which editors complete and check them by.</summary>
internal static class ConfigurationSchema
{
    private const string Name = "custodian.schema.json";

    public static string Text
    {
        get
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Name)
                ?? throw new InvalidOperationException($"{Name} is missing in this build.");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
