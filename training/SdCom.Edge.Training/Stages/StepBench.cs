using System.Diagnostics;
using SdCom.Edge.Bindings;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Stages;

/// <summary>What one measured step took, and its loss.</summary>
/// <param name="WallMs">Milliseconds on the clock.</param>
/// <param name="CpuMs">Milliseconds of processor time over all threads: on one thread the fairer number on a busy machine.</param>
/// <param name="Loss">Of the full width, before the step.</param>
public sealed record MeasuredStep(double WallMs, double CpuMs, double Loss);

/// <summary>
/// Times supernet steps of a network on random pictures: sandwich forward and backward at the full width, the two smallest and the last but one, as with
/// the usual five skip, a quarter and three quarters; then AdamW. tests/Benchmarks/python has the same step for PyTorch.
/// </summary>
public static class StepBench
{
    /// <summary>First steps, which make memory and tables and so take longer.</summary>
    public const int Unmeasured = 2;

    private const int Classes = 14;
    private const double Rate = 1e-4;
    private static readonly SupernetRecipe Recipe = new() { Epochs = 1, Batch = 1, LearningRate = Rate, FeatureDropout = 0, PooledDropout = 0 };

    /// <summary>Measures steps; the first <see cref="Unmeasured"/> of the list are those before.</summary>
    /// <param name="description">The network; the one that ships, where another program takes the same step.</param>
    /// <param name="clips">Clips a step, of as many pictures as the network has segments.</param>
    /// <param name="steps">Steps to measure.</param>
    /// <param name="problem">Where to write the starting weights, the pictures and the labels for another program; null writes nothing.</param>
    /// <param name="inBfloat16">As the recipe's precision.</param>
    public static IReadOnlyList<MeasuredStep> Run(NetworkDescription description, int clips, int steps, string? problem, bool inBfloat16 = false)
    {
        TorchExtras.SetMallocThresholds();
        using SdComNetwork network = new(NetworkSpec.Create(description, Classes), seed: 1) { LearnsInBfloat16 = inBfloat16 };
        NamedTensors learning = network.Trunks();
        network.Fusion.Collect("fusion", learning);
        using Optimiser optimiser = Optimiser.Create("adamw", 0.02, new RateGroup(learning.Parameters, 1));
        using Tensor drawn = torch.randn(clips * description.Segments, 3, description.InputSize, description.InputSize);
        using Tensor pictures = TorchExtras.ToChannelsLast(drawn);
        using Tensor labels = torch.tensor((long[])[.. Enumerable.Range(0, clips).Select(i => (long)(i % Classes))]);
        if (problem is not null)
            Write(problem, learning, pictures, labels);
        WidthSet widths = network.Spec.Widths;
        Width[] narrower = [.. ((Width[])[widths[0], widths[1], widths[^2]]).Distinct().Where(width => width != Width.Full)];
        List<MeasuredStep> measured = [];
        for (int i = 0; i < Unmeasured + steps; i++)
        {
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            double loss = Step(network, optimiser, pictures, labels, narrower);
            measured.Add(new MeasuredStep(Stopwatch.GetElapsedTime(start).TotalMilliseconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds, loss));
        }

        return measured;
    }

    private static double Step(SdComNetwork network, Optimiser optimiser, Tensor pictures, Tensor labels, IReadOnlyList<Width> narrower)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        StepResult result = Sandwich.Backward(network, pictures, labels, narrower, Recipe);
        optimiser.Step(Rate);
        optimiser.ForgetGradients();
        return result.Loss;
    }

    private static void Write(string path, NamedTensors tensors, Tensor pictures, Tensor labels)
    {
        WeightSet problem = tensors.ToWeights();
        using Tensor rows = pictures.contiguous(), numbers = labels.to(ScalarType.Float32);
        problem.Add("pictures", [.. pictures.shape.Select(n => (int)n)], rows.data<float>().ToArray());
        problem.Add("labels", [(int)labels.shape[0]], numbers.data<float>().ToArray());
        Safetensors.Write(path, problem);
    }
}
