using System.Text.Json;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Fleet.Tests.Fixtures;

/// <summary>The program's verbs of a fleet, as scripts start them, on one broker.</summary>
internal sealed class FleetProgram
{
    private readonly string model;

    public FleetProgram(string url, string model)
    {
        Url = url;
        this.model = model;
    }

    public string Url { get; }

    /// <summary>The address of a broker's virtual host.</summary>
    public static string UrlOf(BrokerSettings broker) => $"amqp://127.0.0.1:{broker.PortNumber}/{Uri.EscapeDataString(broker.VirtualHost)}";

    public HostProcess Worker(string node, params string[] more) =>
        HostProcess.Start(["worker", "--broker", Url, "--model", model, "--threads", "1", "--node", node, .. more]);

    /// <summary>Submits and returns the line that it prints.</summary>
    public string Submit(params string[] what)
    {
        (int code, string output, string errors) = HostProcess.Run(["submit", "--broker", Url, .. what]);
        Assert.True(code == 0, errors);
        return output.Trim();
    }

    public string SubmitClips(ClipFolder clips) => Submit("--model", model, "--clips", clips.List);

    public JsonElement Status(double listenSeconds = 1.5) => HostProcess.Json("fleet", "status", "--broker", Url, "--listen", listenSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public JsonElement Sums() => HostProcess.Json("fleet", "results", "--broker", Url);

    /// <summary>The lines of the results, once every clip is settled.</summary>
    public JsonElement[] Results()
    {
        (int code, string output, string errors) = HostProcess.Run("fleet", "results", "--broker", Url, "--wait");
        Assert.True(code == 0, errors);
        return Lines(output);
    }

    /// <summary>What one machine answers, by the clip's path.</summary>
    public Dictionary<string, JsonElement> OneMachine(ClipFolder clips, string answers)
    {
        HostProcess.Json("eval", "--model", model, "--clips", clips.List, "--threads", "1", "--answers", answers);
        return Lines(File.ReadAllText(answers)).ToDictionary(line => line.GetProperty("path").GetString()!);
    }

    /// <summary>Exactly one result for each clip, equal to the one-machine result to the last bit.</summary>
    public static void AssertSame(IReadOnlyDictionary<string, JsonElement> expected, JsonElement[] results)
    {
        Assert.Equal(expected.Keys.Order(), results.Select(line => line.GetProperty("path").GetString()!).Order());
        foreach (JsonElement line in results)
        {
            JsonElement wanted = expected[line.GetProperty("path").GetString()!];
            if (wanted.TryGetProperty("problem", out JsonElement problem) && problem.GetString() is { } reason)
                Assert.Equal(reason, line.GetProperty("reason").GetString());
            else
                Assert.All((string[])["label", "answer", "probabilities", "frames", "macs"], key => Assert.Equal(wanted.GetProperty(key).GetRawText(), line.GetProperty(key).GetRawText()));
        }
    }

    private static JsonElement[] Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
