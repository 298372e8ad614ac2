using System.Diagnostics;
using System.Text.Json.Nodes;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Tests.Distributed;

/// <summary>Two processes on loopback, as a launcher starts them.</summary>
public sealed class WorkerProcessTests : IDisposable
{
    private const float Tolerance = 1e-5f;
    private readonly TinyRun tiny = new(grain: true);

    public void Dispose() => tiny.Dispose();

    [Fact]
    public void Two_processes_give_the_weights_of_one_with_the_double_batch()
    {
        // From random weights a net is near chaos: rounding alone, say on a CPU with other instructions, moves the weights by 1e-2 in three steps at
        // the usual rate, and Adam makes full steps of it. Hence a small rate, SGD, and a net with short paths.
        Recipe one = tiny.Recipe with
        {
            Network = tiny.Recipe.Network with { Static = "resnet-18", Dynamic = "resnet-18" },
            Supernet = tiny.Recipe.Supernet with { Optimizer = "sgd", LearningRate = 2e-6, Epochs = 2, Batch = 4, CalibrationBatches = 1, CheckpointSeconds = 100 },
            Fusion = new FusionRecipe { Epochs = 2, Batch = 4, LearningRate = 0.001 },
            Policy = tiny.Recipe.Policy with { Batch = 4, LearningRate = 0.001 },
            Joint = new JointRecipe { Epochs = 2, Batch = 4, LearningRate = 1e-4, WarmupSteps = 0 },
        };
        tiny.Write(one);
        Finished alone = Launch("all", "alone", null).End();
        Assert.True(alone.Code == 0, alone.Error);

        tiny.Write(one with { Supernet = one.Supernet with { Batch = 2 }, Fusion = one.Fusion with { Batch = 2 }, Policy = one.Policy with { Batch = 2 }, Joint = one.Joint with { Batch = 2 } });
        int port = Pair.FreePort();
        Running[] workers = [Launch("all", "pair", (0, port)), Launch("all", "pair", (1, port))];
        foreach (Finished worker in workers.Select(w => w.End()))
            Assert.True(worker.Code == 0, worker.Error);

        foreach (string stage in new[] { "supernet", "policy" })
        {
            WeightSet expected = Weights("alone", stage), actual = Weights("pair", stage);
            foreach (string name in expected.Names)
            {
                // Statistics are measured on the activations of a deep net, whose rounding adds up.
                float tolerance = name.Contains("running_", StringComparison.Ordinal) ? 10 * Tolerance : Tolerance;
                float difference = Differences(expected[name], actual[name]).Max();
                Assert.True(difference <= tolerance, $"{stage}: {name} differs by {difference:g3}");
            }
        }

        // The joint stage learns with Adam, which makes whole steps of a gradient that is nothing but rounding.
        WeightSet before = Weights("alone", "policy"), joint = Weights("alone", "weights"), jointByPair = Weights("pair", "weights");
        float[] moved = [.. joint.Names.SelectMany(name => Differences(before[name], joint[name]))];
        float[] apart = [.. joint.Names.SelectMany(name => Differences(joint[name], jointByPair[name]))];
        double far = (double)apart.Count(d => d > Tolerance) / apart.Length, wide = (double)moved.Count(m => m > 10 * Tolerance) / moved.Length;
        Assert.True(wide > 0.1 && far < 1e-4, $"{wide:p1} of the weights moved; {far:p3} of them are more than {Tolerance} apart, {apart.Max():g3} at most");

        // The first process writes what one process alone writes, and nothing is written twice.
        Assert.Equal(Names("alone"), Names("pair"));
        JsonNode[] told = Metrics("alone"), toldByPair = Metrics("pair");
        Assert.Equal(told.Length, toldByPair.Length);
        foreach ((JsonNode line, JsonNode other) in told.Zip(toldByPair))
        {
            Assert.Equal((double)line["loss"]!, (double)other["loss"]!, 2e-5);
            Assert.Equal((double)line["top1"]!, (double)other["top1"]!);
        }
    }

    [Fact]
    public void Two_processes_prepare_trunks_as_one_with_the_double_batch()
    {
        Recipe one = tiny.Recipe with
        {
            Network = tiny.Recipe.Network with { Static = "resnet-18", Dynamic = "resnet-18", StaticShift = 0 },
            Data = tiny.Recipe.Data with { CacheSize = 64, CropMin = 48 },
            Pose = new PoseRecipe { StaticSteps = 2, DynamicSteps = 2, Batch = 12, LearningRate = 1e-4, WarmupSteps = 0 },
            Glance = new GlanceRecipe { Epochs = 1, Batch = 4, LearningRate = 1e-4, WarmupSteps = 0 },
            Supernet = tiny.Recipe.Supernet with { Epochs = 0, CalibrationBatches = 0 },
        };
        tiny.Write(one);
        Finished alone = Launch("supernet", "alone", null).End();
        Assert.True(alone.Code == 0, alone.Error);

        tiny.Write(one with { Pose = one.Pose with { Batch = 6 }, Glance = one.Glance with { Batch = 2 } });
        int port = Pair.FreePort();
        Running[] workers = [Launch("supernet", "pair", (0, port)), Launch("supernet", "pair", (1, port))];
        foreach (Finished worker in workers.Select(w => w.End()))
            Assert.True(worker.Code == 0, worker.Error);

        // Both stages learn with Adam, which makes whole steps of a gradient that is nothing but rounding: few weights may differ, where a wrong part of a batch moves most.
        string before = "";
        foreach ((string stage, string[] parts) in new[] { ("pose", new[] { "static.", "dynamic." }), ("glance", ["static.", "fusion."]) })
        {
            WeightSet expected = Weights("alone", stage), actual = Weights("pair", stage);
            string[] names = [.. expected.Names.Where(n => parts.Any(p => n.StartsWith(p, StringComparison.Ordinal)) && !n.Contains("running_", StringComparison.Ordinal))];
            float[] apart = [.. names.SelectMany(name => Differences(expected[name], actual[name]))];
            double far = (double)apart.Count(d => d > Tolerance) / apart.Length;
            Assert.True(far < 1e-2, $"{stage}: {far:p3} of the weights are more than {Tolerance} apart, {apart.Max():g3} at most");
            if (before.Length > 0)
            {
                WeightSet start = Weights("alone", before);
                Assert.True(names.SelectMany(name => Differences(start[name], expected[name])).Count(d => d > 3 * Tolerance) > apart.Length / 10, $"{stage} hardly moved anything");
            }

            before = stage;
        }
    }

    [Fact]
    public void A_lost_process_ends_the_others_in_one_line_and_the_checkpoint_goes_on()
    {
        tiny.Write(tiny.Recipe with { Supernet = tiny.Recipe.Supernet with { Epochs = 400, EvaluateEvery = 0 } });
        int port = Pair.FreePort();
        using Running first = Launch("supernet", "lost", (0, port));
        using Running victim = Launch("supernet", "lost", (1, port));
        Stopwatch patience = Stopwatch.StartNew();
        while (tiny.StepOf("lost", "supernet") == 0 && patience.Elapsed < TimeSpan.FromMinutes(1))
            Thread.Sleep(20);
        victim.Kill();
        patience.Restart();
        Finished left = first.End();
        Assert.True(patience.Elapsed < TimeSpan.FromSeconds(20), "the others notice soon");
        Assert.Equal(1, left.Code);
        string line = Assert.Single(left.Error.Split('\n'), l => l.StartsWith("worker ", StringComparison.Ordinal));
        Assert.StartsWith("worker 0 of 2: lost another worker (", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", left.Error, StringComparison.Ordinal);
        int step = tiny.StepOf("lost", "supernet");
        Assert.InRange(step, 1, 399);

        // Both again, with the same command; a signal to one stops both, with a checkpoint further on.
        port = Pair.FreePort();
        using Running again = Launch("supernet", "lost", (0, port));
        using Running second = Launch("supernet", "lost", (1, port));
        while (tiny.StepOf("lost", "supernet") <= step && !again.HasExited)
            Thread.Sleep(20);
        second.Terminate();
        Finished[] ends = [again.End(), second.End()];
        Assert.All(ends, end => Assert.Equal((1, true), (end.Code, end.Error.Contains("stopped; the same command goes on from the checkpoint.", StringComparison.Ordinal))));
        Assert.True(tiny.StepOf("lost", "supernet") > step);
    }

    [Fact]
    public void A_worker_whose_others_do_not_come_says_so()
    {
        Finished lonely = Launch("supernet", "lonely", (1, Pair.FreePort()), "--worker-timeout", "1").End();
        Assert.Equal(1, lonely.Code);
        Assert.StartsWith("worker 1 of 2: could not meet the others at 127.0.0.1:", lonely.Error.Trim(), StringComparison.Ordinal);
        Assert.Single(lonely.Error.Trim().Split('\n'));
    }

    private static float[] Differences(WeightTensor a, WeightTensor b) => [.. a.Values.Zip(b.Values, (x, y) => Math.Abs(x - y))];

    private WeightSet Weights(string folder, string stage) => Safetensors.Read(Path.Combine(tiny.Folder, folder, $"{stage}.safetensors"));

    private JsonNode[] Metrics(string folder) => [.. File.ReadLines(Path.Combine(tiny.Folder, folder, "metrics.jsonl")).Select(line => JsonNode.Parse(line)!).Where(line => line["loss"] is not null)];

    private string[] Names(string folder) => [.. Directory.GetFiles(Path.Combine(tiny.Folder, folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    private Running Launch(string stage, string folder, (int Rank, int Port)? place, params string[] more) => Worker.Start(tiny.Train(stage, folder, more), place);
}
