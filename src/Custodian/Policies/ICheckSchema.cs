using System.Text.Json.Nodes;

namespace Custodian.Policies;

/// <summary>How one check type's settings are read from the file. A new type is one file that implements this.</summary>
internal interface ICheckSchema
{
    /// <summary>The word after <c>type:</c>.</summary>
    string Type { get; }

    /// <summary>
    /// Reads every key of the type, reports what is wrong to the section and gives the settings with all defaults
    /// filled in; whole numbers, texts, flags, lists and objects only. The caller adds the type and closes the section.
    /// </summary>
    JsonObject Read(YamlSection section);

    /// <summary>True: a check with these settings reads the commit and nothing else, so that after it has failed another run can only fail again.</summary>
    bool IsDeterministic(JsonObject settings) => false;
}
