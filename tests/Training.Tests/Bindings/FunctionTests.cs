using SdCom.Edge.Bindings;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Tests.Bindings;

public sealed class FunctionTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private static float[] Values(Tensor t) => t.data<float>().ToArray();

    [Fact]
    public void Convolution_equals_the_sums_done_by_hand()
    {
        Tensor x = arange(1, 10, dtype: float32).view(1, 1, 3, 3);
        Tensor k = tensor([1f, 0f, 0f, -1f], [1, 1, 2, 2]);
        Assert.Equal([-4, -4, -4, -4], Values(F.conv2d(x, k)));
        Assert.Equal([-2, -2, -2, -2], Values(F.conv2d(x, k, tensor([2f]))));
        Assert.Equal([-1, -3, -7, -4], Values(F.conv2d(x, k, strides: [2, 2], padding: [1, 1])));
        Tensor two = cat([x, x * 10], 1);
        Assert.Equal([-4, -40], Values(F.conv2d(two, cat([k, k]), groups: 2)[0, .., 0, 0]));
    }

    [Fact]
    public void Batch_norm_normalises_by_the_biased_and_remembers_the_unbiased_variance()
    {
        Tensor x = tensor([1f, 3f, 5f, 7f], [4, 1]);
        Tensor mean = zeros(1), var = ones(1);
        Tensor y = F.batch_norm(x, mean, var, tensor([2f]), tensor([1f]), training: true, momentum: 0.1, eps: 0);
        float s = MathF.Sqrt(5);
        Assert.Equal([1 - 6 / s, 1 - 2 / s, 1 + 2 / s, 1 + 6 / s], Values(y), (a, b) => MathF.Abs(a - b) < 1e-5f);
        Assert.Equal(0.4f, mean.ToSingle(), 1e-6f);
        Assert.Equal(0.9f + 0.1f * 20f / 3f, var.ToSingle(), 1e-6f);
        Tensor still = F.batch_norm(x, tensor([1f]), tensor([4f]), eps: 0);
        Assert.Equal([0, 1, 2, 3], Values(still));
    }

    [Fact]
    public void Pooling_padding_and_resizing_equal_the_hand_computed_numbers()
    {
        Tensor x = arange(16, dtype: float32).view(1, 1, 4, 4);
        Assert.Equal([2.5f, 4.5f, 10.5f, 12.5f], Values(F.avg_pool2d(x, 2)));
        Assert.Equal([5, 7, 13, 15], Values(F.max_pool2d(x, 2)));
        Assert.Equal([7.5f], Values(F.adaptive_avg_pool2d(x, 1)));
        Assert.Equal([1L, 1, 7, 5], F.pad(x, (0L, 1L, 2L, 1L)).shape);
        Assert.Equal(9, F.pad(x, (1L, 0L, 0L, 0L), value: 9)[0, 0, 0, 0].ToSingle());
        Assert.Equal([2.5f, 4.5f, 10.5f, 12.5f], Values(F.interpolate(x, [2, 2], mode: InterpolationMode.Bilinear)));
        Assert.Equal([0, 2, 8, 10], Values(F.interpolate(x, [2, 2])));
    }

    [Fact]
    public void Losses_equal_the_formulas()
    {
        Tensor logits = tensor([1f, 2f, 0f], [1, 3]);
        double z = Math.Log(Math.Exp(1) + Math.Exp(2) + 1);
        double[] nll = [z - 1, z - 2, z];
        Assert.Equal(nll[1], F.cross_entropy(logits, tensor([1L])).ToDouble(), 1e-6);
        Assert.Equal(0.9 * nll[1] + 0.1 * nll.Average(), F.cross_entropy(logits, tensor([1L]), label_smoothing: 0.1).ToDouble(), 1e-6);
        Assert.Equal(0.5 * nll[0] + 0.5 * nll[2], F.cross_entropy(logits, tensor([0.5f, 0f, 0.5f], [1, 3])).ToDouble(), 1e-6);
        Assert.Equal(nll[2], F.nll_loss(F.log_softmax(logits, 1), tensor([2L])).ToDouble(), 1e-6);
        Assert.Equal(2.5, F.mse_loss(tensor([1f, 2f]), tensor([3f, 1f])).ToDouble(), 1e-6);
        Assert.Equal(Math.Sqrt(0.5), F.cosine_similarity(tensor([1f, 0f], [1, 2]), tensor([1f, 1f], [1, 2])).ToDouble(), 1e-6);
        Tensor p = tensor([0.25f, 0.75f]), q = tensor([0.5f, 0.5f]);
        double divergence = 0.25 * Math.Log(0.5) + 0.75 * Math.Log(1.5);
        Assert.Equal(divergence, F.kl_div(q.log(), p.log(), reduction: nn.Reduction.Sum).ToDouble(), 1e-6);
        Assert.Equal(divergence, F.kl_div(q.log(), p, log_target: false, reduction: nn.Reduction.Sum).ToDouble(), 1e-6);
    }

    [Fact]
    public void Activations_equal_the_formulas()
    {
        Tensor x = tensor([-1f, 0f, 3f, 8f]);
        Assert.Equal([0, 0, 3, 8], Values(F.relu(x)));
        Assert.Equal([0, 0, 3, 6], Values(F.relu6(x)));
        Assert.Equal(1 / (1 + MathF.Exp(1)), x.sigmoid()[0].ToSingle(), 1e-6f);
        Assert.Equal(1, x.softmax(0).sum().ToSingle(), 1e-6f);
        Tensor dropped = F.dropout(ones(1000), 0.25);
        Assert.All(Values(dropped), v => Assert.True(v == 0 || Math.Abs(v - 4f / 3f) < 1e-6f));
        Assert.Equal(1000, F.dropout(ones(1000), 0.25, training: false).sum().ToSingle());
        Tensor inPlace = x.clone();
        Assert.Equal([0, 0, 3, 6], Values(F.relu6(inPlace, inplace: true)));
        Assert.Equal([0, 0, 3, 6], Values(inPlace));
    }

    [Fact]
    public void Channels_last_changes_the_memory_and_not_the_numbers()
    {
        manual_seed(2);
        Tensor x = randn(2, 8, 5, 5);
        using TorchSharp.Modules.Conv2d conv = nn.Conv2d(8, 16, 3, padding: 1);
        Tensor plain = conv.call(x);
        TorchExtras.ToChannelsLast(conv);
        Tensor fast = TorchExtras.ToChannelsLast(x);
        Assert.Equal([200L, 1, 40, 8], fast.stride());
        Assert.Equal([72L, 1, 24, 8], conv.weight.stride());
        Tensor y = F.relu6(F.batch_norm(conv.call(fast), null, null, training: true));
        Assert.Equal(1, y.stride(1));
        Assert.True(conv.call(fast).allclose(plain, 1e-4, 1e-5));
    }

    [Fact]
    public void The_heap_accepts_its_thresholds() => Assert.True(TorchExtras.SetMallocThresholds());
}
