using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Stages;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Stages;

public sealed class DrawnLooksTests
{
    [Fact]
    public void Values_and_gradients_are_those_of_running_every_width_on_every_frame()
    {
        torch.set_num_threads(1);
        using SdComNetwork network = TinyNetwork.Create();
        using DisposeScope scope = torch.NewDisposeScope();
        (Tensor pictures, _) = TinyNetwork.Problem(3);
        Tensor choice = torch.tensor(new long[] { 0, 1, 2, 3, 4, 0, 4, 2, 1, 1, 0, 4 }).view(TinyNetwork.Clips, 2);
        Tensor hard = nn.functional.one_hot(choice, 5).to(ScalarType.Float32);
        Parameter[] parameters = [.. network.Trunks().Parameters];

        (Tensor?[] some, float[] someRows, List<float[]> someGradients) = Try(rows => DrawnLooks.Of(network, pictures, new DrawnWidths(rows, rows), TinyNetwork.Clips));
        (Tensor?[] all, float[] allRows, List<float[]> allGradients) = Try(_ =>
            [.. network.Spec.Widths.Select(w => network.Supplementary(pictures, w, NormPass.Evaluate, TinyNetwork.Clips)?.view(TinyNetwork.Clips, 2, -1))]);

        Assert.Null(some[0]);
        for (int w = 1; w < 5; w++)
            Assert.True(some[w]!.allclose(all[w]!, 1e-4, 1e-5), $"features of width {w}");
        Assert.All(someRows.Zip(allRows), pair => Assert.Equal(pair.Second, pair.First, 1e-3f));
        Assert.Equal(allGradients.Count, someGradients.Count);
        for (int i = 0; i < allGradients.Count; i++)
            Assert.All(someGradients[i].Zip(allGradients[i]), pair => Assert.Equal(pair.Second, pair.First, 1e-4f * (1 + Math.Abs(pair.Second))));

        (Tensor?[], float[], List<float[]>) Try(Func<Tensor, Tensor?[]> look)
        {
            Tensor rows = hard.clone().requires_grad_();
            Tensor?[] features = look(rows);
            Tensor sum = torch.zeros(1);
            for (int w = 1; w < 5; w++)
                sum += (features[w]! * rows.narrow(2, w, 1)).square().sum();
            sum.backward();
            List<float[]> gradients = [.. parameters.Where(p => p.grad is not null).Select(p => p.grad!.contiguous().data<float>().ToArray())];
            foreach (Parameter parameter in parameters)
                parameter.grad = null;
            return (features, rows.grad!.data<float>().ToArray(), gradients);
        }
    }
}
