using SdCom.Edge.Training.Commands;

return CommandLine.Run(args, Console.Error);
