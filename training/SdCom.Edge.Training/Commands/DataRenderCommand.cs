using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Metrics;

namespace SdCom.Edge.Training.Commands;

/// <summary><c>data render</c>: the demo camera's gestures as labelled clips.</summary>
internal static class DataRenderCommand
{
    /// <summary>Describes the verb.</summary>
    public static Command Create()
    {
        Option<DirectoryInfo> output = new("--out") { Description = "A new folder for the clips, clips.csv and labels.txt.", Required = true };
        Option<int> clips = new("--clips-per-class") { Description = "Clips of each gesture; every fifth actor is in the test subset.", Required = true };
        Option<long> seed = new("--seed") { Description = "The same seed makes the same clips.", DefaultValueFactory = _ => 1 };
        Option<(int Width, int Height)> size = new("--size") { Description = "Pixels, even numbers from 64 to 1920.", CustomParser = ParseSize, DefaultValueFactory = _ => (256, 256) };
        Option<double> seconds = new("--seconds") { Description = "Length of a clip at 12.5 frames a second.", DefaultValueFactory = _ => 3 };
        Option<bool> json = new("--json") { Description = "Print one JSON object at the end." };
        clips.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 9999)
                result.AddError("--clips-per-class must be 1 to 9999.");
        });
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0.1 and <= 600))
                result.AddError("--seconds must be 0.1 to 600.");
        });
        Command render = new("render", "Render the generated actor's gestures as labelled clips.") { output, clips, seed, size, seconds, json };
        render.SetAction(parsed =>
        {
            (int width, int height) = parsed.GetValue(size);
            SyntheticSet set = new() { ClipsPerClass = parsed.GetValue(clips), Seed = parsed.GetValue(seed), Width = width, Height = height, Seconds = parsed.GetValue(seconds) };
            using CancellationTokenSource stop = new();
            using IDisposable signals = StopSignals.Attach(stop);
            Reporter reporter = Reporter.ForConsole();
            string folder = parsed.GetValue(output)!.FullName;
            int written = set.Write(folder, reporter, stop.Token);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(new JsonObject { ["folder"] = folder, ["clips"] = written, ["list"] = Path.Combine(folder, "clips.csv") }.ToJsonString());
            else
                reporter.Line($"{written} clips in {folder}; train on them with data.clips {Path.Combine(folder, "clips.csv")}");
            return 0;
        });
        return render;
    }

    private static (int Width, int Height) ParseSize(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        string[] parts = text.Split('x');
        if (parts.Length == 2 && Side(parts[0]) is { } width && Side(parts[1]) is { } height)
            return (width, height);
        result.AddError($"--size must be WIDTHxHEIGHT, even numbers from 64 to 1920, got '{text}'.");
        return default;

        static int? Side(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side is >= 64 and <= 1920 && side % 2 == 0 ? side : null;
    }
}
