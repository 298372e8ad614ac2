using System.Text.Json;
using System.Xml.Linq;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Fleet.Tests.Simulation;

public sealed class SimulateCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sdcom-simulate-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_thousand_nodes_with_ten_thousand_cameras_are_simulated_in_seconds()
    {
        string plot = Path.Combine(folder.FullName, "fleet.svg");
        JsonElement report = HostProcess.Json("fleet", "simulate", "--plot", plot);
        Assert.Equal((1000, 10_000, 200_000), (report.GetProperty("nodes").GetInt32(), report.GetProperty("cameras").GetInt32(), report.GetProperty("clips").GetInt32()));
        Assert.Equal((200_000, 0), (report.GetProperty("answered").GetInt32(), report.GetProperty("overlaps").GetInt32()));
        Assert.Equal(10_000, report.GetProperty("runningCameras").GetInt32());
        JsonElement[] faults = [.. report.GetProperty("faults").EnumerateArray()];
        Assert.Equal(["nodeKilled", "nodeCutOff", "brokerDown"], faults.Select(fault => fault.GetProperty("kind").GetString()));
        Assert.All(faults[..2], fault => Assert.InRange(fault.GetProperty("cameraSeconds").GetDouble(), 0, 10)); // the promise for a lost node
        // One queue's process takes every camera back and every consumer on, one after the other: 10,000 x 250 us and 0.4 us for each of those before.
        Assert.InRange(faults[2].GetProperty("cameraSeconds").GetDouble(), 10 + 22.5, 10 + 22.5 + 7);
        Assert.Equal("camera queue", report.GetProperty("largestPileUp").GetString());
        Assert.True(report.GetProperty("atTimesTheSize").GetDouble() > 1);
        Assert.Equal(300, report.GetProperty("timeline").GetArrayLength());

        XElement picture = XDocument.Load(plot).Root!;
        Assert.Equal(4, picture.Elements().Count(element => element.Name.LocalName == "polyline"));
        Assert.Contains(picture.Elements(), element => element.Value == "brokerDown");
    }

    [Fact]
    public void Times_are_those_that_workers_told()
    {
        string results = Path.Combine(folder.FullName, "results.jsonl");
        File.WriteAllText(results, """
            {"key":"a","milliseconds":200,"frames":10}
            {"key":"b","milliseconds":400.5}
            {"key":"c","reason":"no such file"}

            """);
        JsonElement report = HostProcess.Json("fleet", "simulate", "--nodes", "4", "--nodes-per-machine", "4", "--cores", "2", "--cameras", "0", "--clips", "2000", "--clips-per-second", "1000", "--seconds", "3000", "--fault", "none", "--service-times", results);
        Assert.Equal(300.25, report.GetProperty("clipMs").GetDouble());
        Assert.Equal(2 / 0.30025, report.GetProperty("clipsPerSecond").GetDouble(), 0.2); // two cores' worth
        Assert.Equal("nodes' cores", report.GetProperty("resources")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(2, "--fault must look like kill@60+30:7", "--fault", "explode@3")]
    [InlineData(2, "nodes are numbered from 0 to 999", "--fault", "kill@3+3:1000")]
    [InlineData(2, "--nodes must be positive, got 0", "--nodes", "0")]
    [InlineData(2, "--plot must name an .svg file", "--plot", "plot.png")]
    [InlineData(1, "/no/such.jsonl: the file is missing", "--service-times", "/no/such.jsonl")]
    [InlineData(1, "/dev/null: no line has milliseconds", "--service-times", "/dev/null")]
    public void Wrong_input_is_one_line(int code, string expected, params string[] arguments)
    {
        (int exitCode, string output, string errors) = HostProcess.Run(["fleet", "simulate", .. arguments]);
        Assert.Equal(code, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.Empty(output);
    }
}
