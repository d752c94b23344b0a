namespace Custodian.Licences;

/// <summary>A file asks for more work than any real one does. It becomes a file that could not be read to its end.</summary>
internal sealed class TooCostlyException() : Exception("This file costs more work than any real one: nobody knows what it says.");
