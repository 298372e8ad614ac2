using SdCom.Edge.Bindings;
using SdCom.Edge.Training.Distributed;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Tests.Distributed;

/// <summary>Collectives between two groups' ends in one process, each on its thread.</summary>
public sealed class ProcessGroupTests
{
    public ProcessGroupTests() => torch.set_num_threads(1);

    [Fact]
    public void Sums_broadcasts_and_barriers_reach_all()
    {
        float[][] results = Pair.Together(group =>
        {
            using Tensor a = torch.full([2, 3], group.Rank + 1f), b = torch.full([2], 10f * (group.Rank + 1));
            using Tensor c = a.t(); // not contiguous
            group.AllReduce([c, b], 0.5);
            using Tensor shared = torch.full([3], group.Rank + 7f);
            group.Broadcast(shared, root: 1);
            group.Barrier();
            return [.. a.data<float>(), .. b.data<float>(), .. shared.data<float>()];
        });
        Assert.All(results, r => Assert.Equal([1.5f, 1.5f, 1.5f, 1.5f, 1.5f, 1.5f, 15, 15, 8, 8, 8], r));
    }

    [Fact]
    public void A_gradient_that_one_worker_lacks_counts_as_zero_and_one_that_all_lack_stays_away()
    {
        float[][] results = Pair.Together((Workers workers) =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            Parameter all = new(torch.ones(2)), first = new(torch.ones(2)), none = new(torch.ones(2));
            (all * (workers.Part.Index + 1)).sum().backward();
            if (workers.IsFirst)
                (first * 3).sum().backward();
            workers.Average([none, first, all]);
            Assert.Null(none.grad);
            return [.. Values(all.grad!), .. Values(first.grad!)];
        });
        Assert.All(results, r => Assert.Equal([1.5f, 1.5f, 1.5f, 1.5f], r));
    }

    [Fact]
    public void Batch_norm_over_two_halves_is_that_of_the_whole_forward_and_backward()
    {
        torch.random.manual_seed(3);
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor x = (torch.randn(6, 5, 4, 3) * 2) + 10, target = torch.randn(6, 5, 4, 3);
        Result whole = Normalise(x, target, null);
        Result[] halves = new Result[2];
        Pair.Together(group =>
        {
            using DisposeScope inner = torch.NewDisposeScope();
            Result half = Normalise(x.narrow(0, group.Rank * 3, 3), target.narrow(0, group.Rank * 3, 3), group);
            halves[group.Rank] = half;
            return [];
        });
        Near(whole.Output, [.. halves[0].Output, .. halves[1].Output]);
        Near(whole.Input, [.. halves[0].Input, .. halves[1].Input]);
        Near(whole.Weight, [.. halves[0].Weight.Zip(halves[1].Weight, (a, b) => a + b)]);
        Near(whole.Bias, [.. halves[0].Bias.Zip(halves[1].Bias, (a, b) => a + b)]);
        foreach (Result half in halves)
        {
            Near(whole.Mean, half.Mean);
            Near(whole.Variance, half.Variance);
        }

        Assert.Equal(halves[0].Mean, halves[1].Mean); // the same bits: nothing may drift apart
        Assert.Equal(halves[0].Variance, halves[1].Variance);
    }

    private sealed record Result(float[] Output, float[] Input, float[] Weight, float[] Bias, float[] Mean, float[] Variance);

    private static Result Normalise(Tensor x, Tensor target, ProcessGroup? group)
    {
        Tensor input = TorchExtras.ToChannelsLast(x).detach().clone().requires_grad_();
        Parameter weight = new(torch.tensor(new[] { 1f, 0.5f, 2, -1, 3 })), bias = new(torch.tensor(new[] { 0f, 1, 2, 3, 4 }));
        Tensor mean = torch.zeros(5), variance = torch.ones(5);
        Tensor y = group?.BatchNorm(input, mean, variance, weight, bias, 0.1, 1e-5)
            ?? F.batch_norm(input, mean, variance, weight, bias, training: true, 0.1, 1e-5);
        (y * y * target).sum().backward();
        return new Result(Values(y.detach()), Values(input.grad!), Values(weight.grad!), Values(bias.grad!), Values(mean), Values(variance));
    }

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private static void Near(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-6f * scale));
    }
}
