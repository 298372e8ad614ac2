using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Tests.Bindings;

public sealed class GradientTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    // Central differences in double precision: the error is of the order of step squared.
    private static void MatchesDifferences(Func<Tensor> loss, params Tensor[] inputs)
    {
        const double step = 1e-5;
        IList<Tensor> gradients = autograd.grad([loss()], inputs);
        using IDisposable quiet = no_grad();
        for (int n = 0; n < inputs.Length; n++)
        {
            Tensor flat = inputs[n].view(-1);
            Tensor gradient = gradients[n].reshape(-1);
            for (long i = 0; i < flat.numel(); i += Math.Max(1, flat.numel() / 7))
            {
                double here = flat[i].ToDouble();
                flat[i] = tensor(here + step);
                double above = loss().ToDouble();
                flat[i] = tensor(here - step);
                double below = loss().ToDouble();
                flat[i] = tensor(here);
                double expected = (above - below) / (2 * step);
                Assert.Equal(expected, gradient[i].ToDouble(), 1e-6 * Math.Max(1, Math.Abs(expected)));
            }
        }
    }

    private static Tensor Leaf(params long[] size) => randn(size, float64).requires_grad_();

    [Fact]
    public void Gradients_of_convolution_and_batch_norm_match_finite_differences()
    {
        manual_seed(1);
        Tensor x = Leaf(3, 2, 5, 5), k = Leaf(4, 2, 3, 3), gamma = Leaf(4), beta = Leaf(4), mix = randn([3, 4, 3, 3], float64);
        MatchesDifferences(() => (F.batch_norm(F.conv2d(x, k, strides: [2, 2], padding: [1, 1]), null, null, gamma, beta, training: true).tanh() * mix).sum(),
            x, k, gamma, beta);
    }

    [Fact]
    public void Gradients_of_a_gru_match_finite_differences()
    {
        manual_seed(2);
        using TorchSharp.Modules.GRU gru = nn.GRU(3, 4, batchFirst: true, dtype: float64);
        Tensor x = Leaf(2, 5, 3), mix = randn([2, 5, 4], float64);
        MatchesDifferences(() => (gru.call(x).output * mix).sum(), [x, .. gru.parameters()]);
    }

    [Fact]
    public void Gradients_of_the_cross_entropies_match_finite_differences()
    {
        manual_seed(3);
        Tensor logits = Leaf(4, 5), soft = randn([4, 5], float64).softmax(1);
        MatchesDifferences(() => F.cross_entropy(logits, tensor([0L, 3, 4, 1]), label_smoothing: 0.1), logits);
        MatchesDifferences(() => F.cross_entropy(logits, soft), logits);
    }

    [Fact]
    public void The_second_derivative_of_a_cube_is_six_x()
    {
        Tensor x = tensor([2.0, -3.0], requires_grad: true);
        Tensor first = autograd.grad([x.pow(3).sum()], [x], retain_graph: true, create_graph: true)[0];
        Assert.Equal([12, 27], first.data<double>().ToArray());
        Assert.Equal([12, -18], autograd.grad([first.sum()], [x])[0].data<double>().ToArray());
    }

    [Fact]
    public void A_gradient_through_an_update_step_matches_finite_differences()
    {
        manual_seed(4);
        Tensor w = Leaf(3, 2), rate = tensor(0.1, requires_grad: true), x = randn([5, 2], float64), y = randn([5, 3], float64);
        MatchesDifferences(() =>
        {
            using IDisposable record = enable_grad();
            Tensor inner = F.mse_loss(F.linear(x, w).tanh(), y);
            Tensor slope = autograd.grad([inner], [w], retain_graph: true, create_graph: true)[0];
            return F.mse_loss(F.linear(x, w - rate * slope), y);
        }, w, rate);
    }

    [Fact]
    public void Backward_gathers_in_leaves_until_they_are_cleared()
    {
        Tensor x = tensor([1f, 2f], requires_grad: true);
        Assert.Null(x.grad);
        (x * 3).sum().backward();
        (x * 3).sum().backward();
        Assert.Equal([6, 6], x.grad!.data<float>().ToArray());
        x.grad = null;
        Assert.Null(x.grad);
        (x * x).backward([tensor([1f, 10f])]);
        Assert.Equal([2, 40], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Nothing_is_recorded_inside_no_grad()
    {
        Tensor x = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
                Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        Assert.True((x * 2).requires_grad);
        Assert.False((x * 2).detach().requires_grad);
    }

    [Fact]
    public void An_unused_input_is_null_only_when_that_is_allowed()
    {
        Tensor x = ones(1, requires_grad: true), other = ones(1, requires_grad: true);
        Assert.Null(autograd.grad([(x * 2).sum()], [x, other], allow_unused: true)[1]);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => autograd.grad([(x * 2).sum()], [other]));
    }
}
