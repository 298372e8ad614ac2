using SdCom.Edge.Host.Commands;

return CommandLine.Run(args);
