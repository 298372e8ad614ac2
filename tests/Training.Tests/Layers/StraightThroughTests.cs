using SdCom.Edge.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Layers;

public sealed class StraightThroughTests : IDisposable
{
    private readonly DisposeScope scope = torch.NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData("5.0", 5)]
    [InlineData("1.0", 1)]
    [InlineData("0.5", 0.5)]
    public void Equals_the_published_choice_and_its_gradient(string name, double temperature)
    {
        Tensor logits = Golden.Npy("gumbel/logits").requires_grad_();
        Tensor soft = StraightThrough.Soft(logits, Golden.Npy("gumbel/gumbel_noise"), temperature);
        Tensor hard = StraightThrough.Harden(soft);
        (hard * Golden.Npy("gumbel/loss_weight")).sum().backward();
        Golden.Near(Golden.Npy($"gumbel/tau{name}_soft"), soft, 1e-6, 0);
        Golden.Near(Golden.Npy($"gumbel/tau{name}_hard"), hard, 1e-6, 0);
        Golden.Near(Golden.Npy($"gumbel/tau{name}_grad_logits_hard"), logits.grad!, 1e-6, 0);
    }

    [Fact]
    public void Noise_has_the_mean_of_the_gumbel_distribution()
    {
        torch.random.manual_seed(3);
        Assert.Equal(0.5772, StraightThrough.Noise([20000], torch.CPU).mean().ToSingle(), 0.03); // Euler's constant
    }
}
