using SdCom.Edge.Training.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Metrics;

/// <summary>Least squares by batches.</summary>
public sealed class RidgeRegressionTests
{
    public RidgeRegressionTests() => torch.set_num_threads(1);

    [Fact]
    public void Weights_and_bias_of_a_linear_function_are_found_from_its_values()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.random.manual_seed(5);
        Tensor weight = torch.randn([3, 8]), bias = torch.randn([3]);
        using RidgeRegression regression = new(8, 3);
        for (int i = 0; i < 20; i++)
        {
            Tensor x = torch.randn([32, 8]);
            regression.Add(x, x.matmul(weight.t()) + bias);
        }

        (float[] foundWeight, float[] foundBias) = regression.Solve();
        Assert.All(weight.data<float>().ToArray().Zip(foundWeight), pair => Assert.Equal(pair.First, pair.Second, 0.002));
        Assert.All(bias.data<float>().ToArray().Zip(foundBias), pair => Assert.Equal(pair.First, pair.Second, 0.002));
    }

    [Fact]
    public void Features_that_never_fire_or_repeat_each_other_give_finite_weights()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.random.manual_seed(6);
        using RidgeRegression regression = new(3, 1);
        Tensor x = torch.randn([64, 1]);
        regression.Add(torch.cat([x, x, torch.zeros([64, 1])], 1), x * 2);
        (float[] weight, float[] bias) = regression.Solve();
        Assert.Equal(2, weight[0] + weight[1], 0.01);
        Assert.Equal(0, weight[2]);
        Assert.Equal(0, bias[0], 0.01);
    }
}
