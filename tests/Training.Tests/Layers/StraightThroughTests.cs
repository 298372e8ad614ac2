using SdCom.Edge.Training.Layers;
using TorchSharp;

namespace SdCom.Edge.Training.Tests.Layers;

public sealed class StraightThroughTests : IDisposable
{
    private readonly DisposeScope scope = torch.NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Noise_has_the_mean_of_the_gumbel_distribution()
    {
        torch.random.manual_seed(3);
        Assert.Equal(0.5772, StraightThrough.Noise([20000], torch.CPU).mean().ToSingle(), 0.03); // Euler's constant
    }
}
