using Custodian.Commands;

return await CommandLine.RunAsync(args);
