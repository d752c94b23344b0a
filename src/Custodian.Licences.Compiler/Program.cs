using System.Text.RegularExpressions;
using Custodian.Licences;
using Custodian.Licences.Compiler;

if (args is not [var packages, var phrases, var output])
{
    Console.Error.WriteLine("Usage: Custodian.Licences.Compiler NODE_MODULES PHRASES OUTPUT");
    return 2;
}

try
{
    var data = DataCompiler.Compile(packages, phrases);
    using var buffer = new MemoryStream();
    IndexFile.Write(buffer, data);
    File.WriteAllBytes(output, buffer.ToArray());
    return 0;
}
catch (FormatException mistake)
{
    // "FILE:LINE: what", in the form that a build shows as an error of that line.
    Console.Error.WriteLine(Place().Replace(mistake.Message, "$1($2): error LICENCES: "));
    return 1;
}

internal static partial class Program
{
    [GeneratedRegex(@"^([^:]+):(\d+): ", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
