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
            Policy = tiny.Recipe.Policy with { Batch = 4, LearningRate = 0.001 },
            Joint = new JointRecipe { Epochs = 2, Batch = 4, LearningRate = 1e-4, WarmupSteps = 0 },
        };
        tiny.Write(one);
        Finished alone = Launch("all", "alone", null).End();
        Assert.True(alone.Code == 0, alone.Error);

        tiny.Write(one with { Supernet = one.Supernet with { Batch = 2 }, Policy = one.Policy with { Batch = 2 }, Joint = one.Joint with { Batch = 2 } });
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
