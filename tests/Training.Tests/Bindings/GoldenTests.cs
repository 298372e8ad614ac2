using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Tests.Bindings;

/// <summary>The operations compute what PyTorch 1.13.1 computed (shared/golden), forward and backward.</summary>
public sealed class GoldenTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    public static TheoryData<int, bool> Widths => [.. from w in new[] { 0, 25, 50, 75, 100 } from t in new[] { false, true } select (w, t)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_slimmable_convolution_with_norm_equals_the_published_one(int width, bool training)
    {
        string Case(string name) => $"slim_conv_bn/w{width:000}_{name}";
        string mode = training ? "train" : "eval";
        long inputs = Math.Max(1, 8 * width / 100), outputs = Math.Max(1, 16 * width / 100);
        Tensor weight = Golden.Npy("slim_conv_bn/conv_weight").requires_grad_();
        Tensor gamma = Golden.Npy("slim_conv_bn/bn_gamma").requires_grad_(), beta = Golden.Npy("slim_conv_bn/bn_beta").requires_grad_();
        Tensor x = Golden.Npy("slim_conv_bn/input").narrow(1, 0, inputs).contiguous().requires_grad_();
        Tensor mean = Golden.Npy(Case("running_mean")), var = Golden.Npy(Case("running_var"));
        Tensor conv = F.conv2d(x, weight[..(int)outputs, ..(int)inputs], strides: [2, 2], padding: [1, 1]);
        Tensor y = F.batch_norm(conv, mean, var, gamma.narrow(0, 0, outputs), beta.narrow(0, 0, outputs), training);
        Tensor loss = (y * Golden.Npy("slim_conv_bn/loss_weight").narrow(1, 0, outputs)).sum();
        loss.backward();

        Golden.Near(Golden.Npy(Case("conv_out")), conv, 1e-5, 1e-5);
        Golden.Near(Golden.Npy(Case($"{mode}_out")), y, 1e-5, 1e-5);
        Golden.Near(Golden.Npy(Case($"{mode}_loss")), loss, 1e-4, 1e-5);
        Golden.Near(Golden.Npy(Case($"{mode}_grad_input")), x.grad!, 2e-5, 1e-4);
        Golden.Near(Golden.Npy(Case($"{mode}_grad_weight")), weight.grad!, 2e-5, 1e-4);
        Golden.Near(Golden.Npy(Case($"{mode}_grad_gamma")), gamma.grad!, 2e-5, 1e-4);
        Golden.Near(Golden.Npy(Case($"{mode}_grad_beta")), beta.grad!, 2e-5, 1e-4);
        string after = training ? "_after" : "";
        Golden.Near(Golden.Npy(Case("running_mean" + after)), mean, 1e-5, 1e-5);
        Golden.Near(Golden.Npy(Case("running_var" + after)), var, 1e-5, 1e-5);
    }

    private sealed class Gate : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential encoder = nn.Sequential(nn.Conv2d(24, 64, 1, bias: false), nn.BatchNorm2d(64), nn.Tanh(), nn.Flatten(),
            nn.Linear(576, 64), nn.BatchNorm1d(64), nn.Tanh());
        private readonly GRU gru = nn.GRU(64, 64, batchFirst: true);
        private readonly Linear fc = nn.Linear(64, 5);

        public Gate() : base(nameof(Gate)) => RegisterComponents();

        public Tensor Encode(Tensor frames) => encoder.call(frames);

        // frames [N * T, C, H, W] of N = 2 videos after each other
        public override Tensor forward(Tensor frames) => fc.call(gru.call(Encode(frames).view(2, -1, 64)).output.reshape(-1, 64));
    }

    [Fact]
    public void A_gate_of_convolution_norm_and_gru_equals_the_published_one()
    {
        using var gate = new Gate();
        (IList<string> missing, _) = gate.load_state_dict(Golden.Safetensors("gate/weights"), strict: false);
        Assert.All(missing, name => Assert.EndsWith("num_batches_tracked", name, StringComparison.Ordinal));
        Tensor x = Golden.Npy("gate/input").requires_grad_();
        gate.eval();
        Golden.Near(Golden.Npy("gate/encoded"), gate.Encode(x), 1e-5, 1e-5);
        Golden.Near(Golden.Npy("gate/logits"), gate.call(x), 1e-5, 1e-5);

        gate.train();
        Tensor logits = gate.call(x);
        Golden.Near(Golden.Npy("gate/train_logits"), logits, 5e-5, 1e-4);
        (logits * Golden.Npy("gate/train_loss_weight")).sum().backward();
        Golden.Near(Golden.Npy("gate/train_grad_input"), x.grad!, 5e-5, 1e-4);
        Dictionary<string, Tensor> expected = Golden.Safetensors("gate/train_gradients");
        Assert.Equal(13, expected.Count);
        foreach ((string name, Parameter parameter) in gate.named_parameters())
            Golden.Near(expected[name], parameter.grad!, 5e-5, 1e-4);
    }
}
