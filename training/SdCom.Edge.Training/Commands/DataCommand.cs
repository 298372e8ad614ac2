using System.CommandLine;

namespace SdCom.Edge.Training.Commands;

/// <summary><c>data check|render</c>: looks clips over, and makes some.</summary>
internal static class DataCommand
{
    /// <summary>Describes the verb.</summary>
    public static Command Create()
    {
        Command data = new("data", "Check clips, or render labelled ones.");
        data.Subcommands.Add(DataCheckCommand.Create());
        data.Subcommands.Add(DataRenderCommand.Create());
        return data;
    }
}
