using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Tests.Bindings;

public sealed class TensorTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private static float[] Values(Tensor t) => t.to(ScalarType.Float32).data<float>().ToArray();

    [Fact]
    public void Arithmetic_equals_the_hand_computed_numbers()
    {
        Tensor a = tensor([1f, 2f, 4f]), b = tensor([3f, 5f, -2f]);
        Assert.Equal([4, 7, 2], Values(a + b));
        Assert.Equal([-2, -3, 6], Values(a - b));
        Assert.Equal([3, 10, -8], Values(a * b));
        Assert.Equal([3, 2.5f, -0.5f], Values(b / a));
        Assert.Equal([9, 8, 6], Values(10 - a));
        Assert.Equal([8, 4, 2], Values(8.0 / a));
        Assert.Equal([1, 4, 16], Values(a.pow(2)));
        Assert.Equal([0, 1, 1], Values(b % 2 == 1f).Select((v, i) => i == 0 ? 0 : i == 1 ? v : 1f));
        Assert.Equal([0, 1, 0], Values(b % 3 == 2f));
        Assert.Equal([-1, -2, -4], Values(-a));
        Assert.Equal([0, 0, 1], Values(a > b));
        Assert.Equal([1, 0, 0], Values(1 == a));
        Assert.Equal([1, 1, 0], Values((Scalar)3 > a));
        Assert.Equal([0.5f, 1, 2], Values(a.div(2)));
        Assert.Equal([0, 1, 2], Values(a.div(2, RoundingMode.floor)));
        Assert.Equal([2, 3, 4], Values(a.clamp(2, 4).add_(tensor([0f, 1f, 0f]))));
        Assert.Equal([2, 2, 4], Values(a.clamp(min: 2)));
        Assert.Equal([7, 12, 0], Values(a.clone().addcmul_(b, tensor([2f, 2f, 2f]), 1)));
    }

    [Fact]
    public void Reductions_equal_the_hand_computed_numbers()
    {
        Tensor m = tensor(new float[,] { { 1, 5, 3 }, { 4, 2, 0 } });
        Assert.Equal(15, m.sum().ToSingle());
        Assert.Equal([5, 7, 3], Values(m.sum(dim: 0L)));
        Assert.Equal([2, 1], m.sum([1], keepdim: true).shape);
        Assert.Equal([3, 2], Values(m.mean([1])));
        Assert.Equal(5, m.max().item<float>());
        (Tensor values, Tensor indexes) = m.max(1);
        Assert.Equal([5, 4], Values(values));
        Assert.Equal([1L, 0L], indexes.data<long>().ToArray());
        Assert.Equal([4, 5, 3], Values(m.amax(0)));
        Assert.Equal(1, m.argmax().ToInt64());
        Assert.Equal([5, 3], Values(m.topk(2, 1).values[0]));
        Assert.Equal([1, 3, 5], Values(m.sort(1).Values[0]));
        Assert.Equal([1, 6, 9], Values(m.cumsum(1)[0]));
        Assert.Equal(3.5f, m.var().ToSingle(), 1e-6f);
        Assert.Equal(35f / 12f, m.var(unbiased: false).ToSingle(), 1e-6f);
        Assert.Equal([2, 2], Values(m.std(1)));
        Assert.Equal(MathF.Sqrt(55), m.norm().ToSingle(), 1e-6f);
        Assert.Equal(MathF.Sqrt(35), m.norm(1)[0].ToSingle(), 1e-6f);
        Assert.True((bool)(m < 6).all());
        Assert.False(m.isnan().any().ToBoolean());
    }

    [Fact]
    public void Views_share_memory_and_copies_do_not()
    {
        Tensor m = arange(12, dtype: float32).view(3, 4);
        m[1, 2].fill_(-1);
        m[TensorIndex.Ellipsis, 0] = tensor(9f);
        Assert.Equal([9, 1, 2, 3, 9, 5, -1, 7, 9, 9, 10, 11], Values(m));
        Tensor copy = m.clone();
        copy.zero_();
        Assert.Equal(9, m[0, 0].ToSingle());
        Assert.Equal([4, 3], m.t().shape);
        Assert.Equal([1, 4], m.stride().Reverse().ToArray());
        Assert.Equal([1, 3], m.t().stride().Select((s, i) => i == 0 ? s : s - 1));
        Assert.Equal([3L, 1, 4], m.unsqueeze(1).shape);
        Assert.Equal([2L, 3, 4], m.expand(2, 3, 4).shape);
        Assert.Equal([6L, 4], m.repeat(2, 1).shape);
        Assert.Equal([5, -1], Values(m.narrow(1, 1, 2)[1]));
        Assert.Equal([12L], m.flatten().shape);
    }

    [Fact]
    public void Indexing_by_range_table_and_mask_follows_numpy()
    {
        Tensor m = arange(12, dtype: float32).view(3, 4);
        Assert.Equal([5, 6], Values(m[1, 1..3]));
        Assert.Equal([2, 6, 10], Values(m[.., 2]));
        Assert.Equal([7, 11], Values(m[1.., ^1]));
        Assert.Equal([0, 2], Values(m[0, TensorIndex.Slice(step: 2)]));
        Assert.Equal([3L, 1, 4], m[.., TensorIndex.None].shape);
        Assert.Equal([8, 9, 10, 11, 0, 1, 2, 3], Values(m[TensorIndex.Tensor(tensor([2L, 0L]))]));
        Assert.Equal([10, 11], Values(m[m > 9]));
        Assert.Equal([3, 4, 9], Values(m.gather(1, tensor(new long[,] { { 3 }, { 0 }, { 1 } }))));
        Assert.Equal([1, 3], Values(m.index_select(1, tensor([1L, 3L]))[0]));
        Tensor target = zeros(2, 3);
        target.scatter_(1, tensor(new long[,] { { 2 }, { 0 } }), ones(2, 1));
        Assert.Equal([0, 0, 1, 1, 0, 0], Values(target));
        m[0, 0..2] = tensor([-1f, -2f]);
        Assert.Equal([-1, -2, 2, 3], Values(m[0]));
    }

    [Fact]
    public void Joining_and_splitting_undo_each_other()
    {
        Tensor m = arange(12, dtype: float32).view(3, 4);
        Assert.True(cat(m.chunk(2, 1), 1).equal(m).ToBoolean());
        Assert.True(stack(m.unbind(1), 1).equal(m).ToBoolean());
        Assert.True(cat(m.split([1, 3], 1), 1).equal(m).ToBoolean());
        Assert.Equal([3, 0, 1, 2], Values(m.roll(1, 1)[0]));
        Assert.Equal([3, 2, 1, 0], Values(m.flip(1)[0]));
        Assert.Equal([0, 100, 2], Values(where(tensor([true, false, true]), tensor([0f, 1f, 2f]), full(3, 100f))));
        Assert.Equal([0, 7, 2], Values(tensor([0f, 1f, 2f]).masked_fill(tensor([false, true, false]), 7)));
        Assert.Equal([0, 1, 0, 0, 0, 1], Values(F.one_hot(tensor([1L, 2L]), 3)));
    }

    [Fact]
    public void Element_types_follow_the_official_rules()
    {
        Assert.Equal(ScalarType.Float32, zeros(1).dtype);
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
        Assert.Equal(ScalarType.Float32, arange(0, 1, 0.5).dtype);
        Assert.Equal(ScalarType.Float64, tensor(1.0).dtype);
        Assert.Equal(ScalarType.Int32, tensor(1).dtype);
        Assert.Equal(ScalarType.Int64, full(2, 3).dtype);
        Assert.Equal(ScalarType.Float32, full(2, 3.0).dtype);
        Assert.Equal(ScalarType.Int64, randint(5, [2]).dtype);
        Assert.Equal(ScalarType.Int64, randperm(5).dtype);
        Assert.Equal(ScalarType.Float32, (tensor([1f]) * 2.0).dtype);
        Assert.Equal(ScalarType.Byte, tensor([1, 2], dtype: ScalarType.Byte).dtype);
        Tensor one = zeros(1);
        one.to(ScalarType.Float32, copy: true).fill_(5);
        Assert.Equal(0, one.ToSingle());
        using (Tensor same = one.to(ScalarType.Float32))
            same.fill_(7);
        Assert.Equal(7, one.ToSingle());
    }

    [Fact]
    public void Data_goes_in_and_out_in_row_major_order_whatever_the_strides()
    {
        Tensor t = arange(6, dtype: float32).view(2, 3).t();
        Assert.Equal([0, 3, 1, 4, 2, 5], t.data<float>().ToArray());
        Assert.Equal(4, t.data<float>()[1, 1]);
        t.data<float>()[2, 0] = 20;
        Assert.Equal(20, t[2, 0].ToSingle());
        var row = new float[6];
        t.contiguous().data<float>().CopyTo(row);
        Assert.Equal([0, 3, 1, 4, 20, 5], row);
        t.data<float>().CopyFrom([1f, 2f, 3f, 4f, 5f, 6f]);
        Assert.Equal([1, 2, 3, 4, 5, 6], t.data<float>().ToArray());
        Assert.Throws<ArgumentException>(() => t.data<double>());
        Assert.Throws<ArgumentException>(() => t.item<float>());
        Assert.Equal(8, tensor([1f, 2f]).bytes.Length);
    }

    [Fact]
    public void A_generator_repeats_from_its_state()
    {
        using var generator = new Generator(5);
        Tensor state = generator.get_state();
        Tensor first = randn(4, generator: generator);
        Tensor second = randn(4, generator: generator);
        generator.set_state(state);
        Assert.True(first.equal(randn(4, generator: generator)).ToBoolean());
        Assert.False(first.equal(second).ToBoolean());
        manual_seed(3);
        Tensor a = rand(3);
        Tensor kept = torch.random.get_rng_state();
        Tensor b = rand(3);
        torch.random.set_rng_state(kept);
        Assert.True(b.equal(rand(3)).ToBoolean());
        manual_seed(3);
        Assert.True(a.equal(rand(3)).ToBoolean());
        Assert.Equal([0L, 1, 2, 3, 4], randperm(5).sort().Values.data<long>().ToArray());
    }
}
