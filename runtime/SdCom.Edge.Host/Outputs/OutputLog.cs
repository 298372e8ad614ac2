using System.Globalization;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Host.Outputs;

/// <summary>One line for each change of an output, and none for attempts that fail as the one before did.</summary>
/// <param name="name">The output in the user's words.</param>
/// <param name="say">Where lines go.</param>
internal sealed class OutputLog(string name, Action<string> say)
{
    private string? failing;
    private string? refused;
    private long dropped;

    public void Add(OutputStatus output)
    {
        switch (output.State)
        {
            case OutputState.Waiting or OutputState.Failed when output.Problem != failing:
                failing = output.Problem;
                say($"output {name}: {output.Words}.");
                break;
            case OutputState.Connected when failing is not null:
                say(string.Create(CultureInfo.InvariantCulture, $"output {name}: connected{Lost(output.Dropped - dropped)}."));
                (failing, refused, dropped) = (null, output.Problem, output.Dropped);
                break;
            case OutputState.Connected when output.Failed > 0 && output.Problem != refused:
                refused = output.Problem;
                say($"output {name}: {output.Problem}; this message is given up.");
                break;
        }
    }

    private static string Lost(long messages) => messages > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {messages} message(s) had no room meanwhile") : string.Empty;
}
