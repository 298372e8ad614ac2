using System.CommandLine;
using System.Text.Json.Nodes;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;

namespace SdCom.Edge.Training.Commands;

/// <summary><c>train bench</c>: how long a supernet step takes on this machine.</summary>
internal static class BenchCommand
{
    /// <summary>Describes the verb.</summary>
    public static Command Create()
    {
        Option<FileInfo> recipe = new("--recipe") { Description = "Whose network; that of training/recipes/marshalling-128.json when left out.", DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "recipes", "marshalling-128.json")) };
        Option<int> clips = Count("--clips", "Clips a step, of as many pictures as the network has segments.", 2);
        Option<int> steps = Count("--steps", "Steps to measure, after two that are not counted.", 5);
        Option<int> threads = Count("--threads", "Threads of torch.", 1);
        Option<FileInfo?> problem = new("--problem") { Description = "Write starting weights and pictures here (safetensors), for tests/Benchmarks/python." };
        Option<string> precision = new("--precision") { Description = "float32 or bfloat16.", DefaultValueFactory = _ => "float32" };
        precision.AcceptOnlyFromAmong("float32", "bfloat16");
        Option<bool> json = new("--json") { Description = "Print one JSON object at the end." };
        Command command = new("bench", "Time supernet steps on random pictures.") { recipe, clips, steps, threads, problem, precision, json };
        command.SetAction(parsed =>
        {
            torch.set_num_threads(parsed.GetValue(threads));
            NetworkDescription network = RecipeFile.Load(parsed.GetValue(recipe)!.FullName).Network;
            int pictures = parsed.GetValue(clips) * network.Segments;
            IReadOnlyList<MeasuredStep> measured = StepBench.Run(network, parsed.GetValue(clips), parsed.GetValue(steps), parsed.GetValue(problem)?.FullName, parsed.GetValue(precision) == "bfloat16");
            double wall = Median(measured.Select(m => m.WallMs)), cpu = Median(measured.Select(m => m.CpuMs));
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(new JsonObject
                {
                    ["wallMs"] = Math.Round(wall, 1),
                    ["cpuMs"] = Math.Round(cpu, 1),
                    ["picturesPerSecond"] = Math.Round(pictures / wall * 1000, 1),
                    ["losses"] = new JsonArray([.. measured.Select(m => (JsonNode)m.Loss)]),
                }.ToJsonString());
            }
            else
            {
                Console.Error.WriteLine(FormattableString.Invariant($"a step takes {wall:0} ms ({cpu:0} ms of processor time), {pictures / wall * 1000:0.0} pictures/s"));
            }

            return 0;
        });
        return command;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Skip(StepBench.Unmeasured).Order()];
        return sorted[sorted.Length / 2];
    }

    private static Option<int> Count(string name, string description, int value)
    {
        Option<int> option = new(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{name} must be at least 1.");
        });
        return option;
    }
}
