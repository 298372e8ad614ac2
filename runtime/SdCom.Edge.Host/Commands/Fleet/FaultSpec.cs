using System.Globalization;
using System.Text.RegularExpressions;
using SdCom.Edge.Fleet.Simulation;

namespace SdCom.Edge.Host.Commands.Fleet;

/// <summary>Faults of a simulation as people write them, such as <c>kill@60+30:7</c>: at 60 s, for 30 s, node 7.</summary>
internal static partial class FaultSpec
{
    public static IReadOnlyList<Fault> Read(IReadOnlyList<string> texts, int nodes) => texts is ["none"] ? [] : [.. texts.Select(text => Read(text, nodes))];

    private static Fault Read(string text, int nodes)
    {
        Match match = Form().Match(text);
        if (!match.Success)
            throw new UsageException($"--fault must look like kill@60+30:7 (at 60 s, for 30 s, node 7), cut@60+30:7 or broker@60+10, got '{text}'.");
        FaultKind kind = match.Groups["kind"].Value switch { "kill" => FaultKind.NodeKilled, "cut" => FaultKind.NodeCutOff, _ => FaultKind.BrokerDown };
        int node = match.Groups["node"].Success ? int.Parse(match.Groups["node"].Value, CultureInfo.InvariantCulture) : 0;
        if (node >= nodes)
            throw new UsageException($"--fault {text}: nodes are numbered from 0 to {nodes - 1}.");
        return new Fault(Number("at"), kind, Number("for"), node);

        double Number(string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(?:(?<kind>kill|cut)@(?<at>\d{1,6}(\.\d{1,3})?)\+(?<for>\d{1,6}(\.\d{1,3})?)(:(?<node>\d{1,6}))?|(?<kind>broker)@(?<at>\d{1,6}(\.\d{1,3})?)\+(?<for>\d{1,6}(\.\d{1,3})?))$")]
    private static partial Regex Form();
}
