using System.Text.Json;
using Custodian.Store.Facts;

namespace Custodian.Commands;

/// <summary>What verbs print for programs.</summary>
internal static class Output
{
    private static readonly JsonSerializerOptions Indented = new(FactJson.Options) { WriteIndented = true, MaxDepth = 64 };

    /// <summary>The one JSON document of a verb, on standard output, or where a test reads it.</summary>
    public static void Json<T>(T document, TextWriter? output = null) => (output ?? Console.Out).WriteLine(JsonSerializer.Serialize(document, Indented));
}
