using System.Runtime.Versioning;

// The peers are servers of Unix: file modes, process groups, sockets in folders.
[assembly: UnsupportedOSPlatform("windows")]
