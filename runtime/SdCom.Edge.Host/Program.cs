using SdCom.Edge.Host;
using SdCom.Edge.Host.Commands;

NativeNoise.Silence();
return CommandLine.Run(args);
