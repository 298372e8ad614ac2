using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SdCom.Edge.Training.Tests.Bindings;

public sealed class ModuleTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv1 = Conv2d(2, 3, 1);
        private readonly ModuleList<Module<Tensor, Tensor>> blocks = ModuleList<Module<Tensor, Tensor>>(Linear(3, 3), Sequential(Linear(3, 2), ReLU()));
        private readonly Tensor table = arange(3);
        [ComponentName(Name = "scale")]
        private readonly Parameter gain = Parameter(ones(1));

        public Net() : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor x = conv1.call(input).mean([2, 3]) * gain;
            foreach (Module<Tensor, Tensor> block in blocks)
                x = block.call(x);
            return x + table.size(0);
        }
    }

    [Fact]
    public void Names_come_from_fields_in_order_of_declaration()
    {
        using var net = new Net();
        Assert.Equal(["scale", "conv1.weight", "conv1.bias", "blocks.0.weight", "blocks.0.bias", "blocks.1.0.weight", "blocks.1.0.bias"],
            net.named_parameters().Select(p => p.name));
        Assert.Equal(["table"], net.named_buffers().Select(b => b.name));
        Assert.Equal("table", net.state_dict().Keys.Last());
        Assert.Equal(["conv1", "blocks", "blocks.0", "blocks.1", "blocks.1.0", "blocks.1.1"], net.named_modules().Select(m => m.name));
        Assert.Throws<ArgumentException>(() => net.register_module("conv1", ReLU()));
    }

    [Fact]
    public void Train_and_eval_reach_every_part()
    {
        using var net = new Net();
        net.eval();
        Assert.All(net.modules(), m => Assert.False(m.training));
        net.train();
        Assert.True(net.training && net.modules().All(m => m.training));
    }

    [Fact]
    public void A_saved_module_loads_with_the_same_numbers()
    {
        manual_seed(1);
        using Net one = new(), two = new();
        Tensor x = randn(2, 2, 3, 3);
        using var file = new MemoryStream();
        one.save(file);
        file.Position = 0;
        Dictionary<string, bool> loaded = [];
        two.load(file, loadedParameters: loaded);
        Assert.True(one.call(x).equal(two.call(x)).ToBoolean());
        Assert.All(loaded.Values, Assert.True);
        Assert.Equal(one.state_dict().Keys, loaded.Keys);
    }

    [Fact]
    public void The_file_form_is_the_official_one_byte_for_byte()
    {
        using TorchSharp.Modules.Linear layer = Linear(2, 1, hasBias: false);
        init.constant_(layer.weight, 1);
        using var file = new MemoryStream();
        layer.save(file);
        // One entry; name of 6 letters; type 6 (float32); 2 sizes: 1, 2; two times 1.0f.
        Assert.Equal([1, 6, .. "weight"u8, 6, 2, 1, 2, 0, 0, 0x80, 0x3f, 0, 0, 0x80, 0x3f], file.ToArray());
    }

    [Fact]
    public void A_file_that_does_not_fit_is_refused_and_named()
    {
        using TorchSharp.Modules.Linear small = Linear(2, 1), big = Linear(3, 1), bare = Linear(2, 1, hasBias: false);
        Assert.Contains("[1, 2]", Assert.Throws<ArgumentException>(() => big.load(Saved(small))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => bare.load(Saved(small)));
        Dictionary<string, bool> loaded = [];
        bare.load(Saved(small), strict: false, loadedParameters: loaded);
        Assert.True(loaded["weight"]);
        Assert.True(bare.weight.equal(small.weight).ToBoolean());
        byte[] bytes = Saved(small).ToArray();
        Assert.Throws<EndOfStreamException>(() => Linear(2, 1).load(new MemoryStream(bytes[..^3])));
        Assert.Throws<InvalidDataException>(() => Linear(2, 1).load(new MemoryStream([2, 6, .. "weight"u8, 99, 1, 2, 3])));
        Assert.Throws<InvalidOperationException>(() => big.load_state_dict(bare.state_dict()));
        (IList<string> missing, IList<string> unexpected) = big.load_state_dict(new() { ["weight"] = ones(1, 3) }, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Empty(unexpected);
        Assert.Equal([1, 1, 1], big.weight.data<float>().ToArray());

        static MemoryStream Saved(Module module)
        {
            var file = new MemoryStream();
            module.save(file);
            file.Position = 0;
            return file;
        }
    }

    [Fact]
    public void Converting_a_module_keeps_its_parameter_objects()
    {
        using TorchSharp.Modules.BatchNorm2d norm = BatchNorm2d(2);
        Parameter weight = norm.weight!;
        Assert.Same(norm, norm.to(float64));
        Assert.Same(weight, norm.weight);
        Assert.Equal(ScalarType.Float64, weight.dtype);
        Assert.Equal(ScalarType.Float64, norm.running_mean!.dtype);
        Assert.Equal(ScalarType.Int64, norm.num_batches_tracked!.dtype);
        Assert.True(weight.requires_grad);
    }

    [Fact]
    public void Batch_norm_counts_batches_and_uses_running_numbers_in_evaluation()
    {
        using TorchSharp.Modules.BatchNorm2d norm = BatchNorm2d(1);
        Tensor x = tensor([0f, 2f], [2, 1, 1, 1]);
        norm.call(x);
        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
        Assert.Equal(0.1f, norm.running_mean!.ToSingle(), 1e-6f);
        Assert.Equal(0.9f + 0.1f * 2, norm.running_var!.ToSingle(), 1e-6f);
        norm.eval();
        Assert.Equal((0 - 0.1f) / MathF.Sqrt(1.1f + 1e-5f), norm.call(x)[0].ToSingle(), 1e-6f);
        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void A_gru_cell_step_equals_the_sequence_step_by_step()
    {
        manual_seed(5);
        using TorchSharp.Modules.GRU gru = GRU(3, 4, batchFirst: true);
        using TorchSharp.Modules.GRUCell cell = GRUCell(3, 4);
        using (no_grad())
        {
            foreach ((Parameter a, Parameter b) in cell.parameters().Zip(gru.parameters()))
                a.copy_(b);
        }
        Assert.Equal(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"], gru.named_parameters().Select(p => p.name));
        Tensor x = randn(2, 5, 3);
        (Tensor output, Tensor last) = gru.call(x);
        Tensor h = zeros(2, 4);
        for (int t = 0; t < 5; t++)
        {
            h = cell.call(x.select(1, t), h);
            Assert.True(h.allclose(output.select(1, t), atol: 1e-6));
        }
        Assert.True(h.allclose(last[0], atol: 1e-6));
    }

    [Fact]
    public void First_values_follow_their_formulas()
    {
        manual_seed(6);
        Tensor w = empty(64, 32, 3, 3);
        init.kaiming_normal_(w, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
        Assert.Equal(Math.Sqrt(2.0 / (64 * 9)), w.std().ToDouble(), 1e-3);
        init.kaiming_uniform_(w, a: Math.Sqrt(5));
        Assert.InRange(w.abs().max().ToDouble(), 0.98 / Math.Sqrt(32 * 9), 1 / Math.Sqrt(32 * 9));
        using TorchSharp.Modules.Linear layer = Linear(16, 1000);
        Assert.InRange(layer.bias!.abs().max().ToDouble(), 0.98 / 4, 0.25);
        Assert.True(layer.weight.requires_grad);
    }
}
