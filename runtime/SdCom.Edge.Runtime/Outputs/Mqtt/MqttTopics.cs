using System.Text.RegularExpressions;

namespace SdCom.Edge.Runtime.Outputs.Mqtt;

/// <summary>The topics of one device, as README.md beside this file documents them.</summary>
/// <param name="prefix">What they begin with.</param>
/// <param name="client">The device.</param>
internal sealed partial class MqttTopics(string prefix, string client)
{
    /// <summary>Stands for the only camera.</summary>
    public const string OnlyCamera = "camera";

    private readonly string device = $"{prefix}/{Clean(client)}";

    public string Status => $"{device}/status";

    public string State(string? camera) => $"{device}/{Clean(camera ?? OnlyCamera)}/state";

    public string Event(string? camera) => $"{device}/{Clean(camera ?? OnlyCamera)}/event";

    public string Frame(string? camera) => $"{device}/{Clean(camera ?? OnlyCamera)}/frame";

    /// <summary>A name with nothing in it that means something in a topic or to Home Assistant.</summary>
    public static string Clean(string name) => Special().Replace(name, "_");

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex Special();
}
