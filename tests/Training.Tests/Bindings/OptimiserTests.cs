using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Bindings;

public sealed class OptimiserTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    // The gradient of 0.5 * sum(c * p^2) is c * p.
    private static void Gradient(Parameter p, double c)
    {
        p.grad = null;
        (p * p * c * 0.5).sum().backward();
    }

    [Theory]
    [InlineData(0.9, 0.0, 0.01, false)]
    [InlineData(0.9, 0.0, 0.01, true)]
    [InlineData(0.5, 0.2, 0.0, false)]
    [InlineData(0.0, 0.0, 0.1, false)]
    public void Sgd_follows_its_formula(double momentum, double dampening, double decay, bool nesterov)
    {
        using var p = new Parameter(tensor([1.0, -2.0]));
        using SGD sgd = optim.SGD([p], 0.1, momentum, dampening, decay, nesterov);
        double[] w = [1, -2], v = [0, 0];
        for (int step = 0; step < 4; step++)
        {
            Gradient(p, 3);
            sgd.step();
            for (int i = 0; i < 2; i++)
            {
                double g = 3 * w[i] + decay * w[i];
                v[i] = step == 0 ? g : momentum * v[i] + (1 - dampening) * g;
                w[i] -= 0.1 * (momentum == 0 ? g : nesterov ? g + momentum * v[i] : v[i]);
            }
            Assert.Equal(w, p.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Adam_and_AdamW_follow_their_formulas(bool decoupled, bool amsgrad)
    {
        using var p = new Parameter(tensor([1.0, -2.0]));
        using OptimizerHelper adam = decoupled
            ? optim.AdamW([p], 0.1, 0.8, 0.9, 1e-8, 0.01, amsgrad)
            : optim.Adam([p], 0.1, 0.8, 0.9, 1e-8, 0.01, amsgrad);
        double[] w = [1, -2], m = [0, 0], s = [0, 0], top = [0, 0];
        for (int step = 1; step <= 4; step++)
        {
            Gradient(p, step == 3 ? 0.1 : 3);
            adam.step();
            for (int i = 0; i < 2; i++)
            {
                double g = (step == 3 ? 0.1 : 3) * w[i];
                if (decoupled)
                    w[i] *= 1 - 0.1 * 0.01;
                else
                    g += 0.01 * w[i];
                m[i] = 0.8 * m[i] + 0.2 * g;
                s[i] = 0.9 * s[i] + 0.1 * g * g;
                top[i] = Math.Max(top[i], s[i]);
                double second = amsgrad ? top[i] : s[i];
                w[i] -= 0.1 / (1 - Math.Pow(0.8, step)) * m[i] / (Math.Sqrt(second / (1 - Math.Pow(0.9, step))) + 1e-8);
            }
            Assert.Equal(w, p.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("adamw")]
    public void Training_goes_on_bit_for_bit_after_its_state_was_saved_and_loaded(string kind)
    {
        Parameter first = new(tensor([1f, -2f, 0.3f])), second = new(tensor([1f, -2f, 0.3f]));
        using OptimizerHelper one = Make(kind, first), two = Make(kind, second);
        for (int i = 0; i < 3; i++)
            Step(one, first);
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        one.save_state_dict(writer);
        writer.Flush();
        file.Position = 0;
        using (no_grad())
            second.copy_(first);
        using var reader = new BinaryReader(file);
        two.load_state_dict(reader);
        Assert.Equal(0.05, two.ParamGroups.Single().LearningRate);
        for (int i = 0; i < 3; i++)
        {
            Step(one, first);
            Step(two, second);
        }
        Assert.Equal(first.bytes.ToArray(), second.bytes.ToArray());

        static OptimizerHelper Make(string kind, Parameter p) => kind switch
        {
            "sgd" => optim.SGD([p], 0.1, 0.9, weight_decay: 0.01),
            "adam" => optim.Adam([p], 0.1, weight_decay: 0.01, amsgrad: true),
            _ => optim.AdamW([p], 0.1, weight_decay: 0.01),
        };

        static void Step(OptimizerHelper optimizer, Parameter p)
        {
            foreach (optim.ILearningRateController group in optimizer.ParamGroups)
                group.LearningRate = 0.05;
            Gradient(p, 3);
            optimizer.step();
        }
    }

    [Fact]
    public void Groups_keep_their_own_rates_and_inherit_the_rest()
    {
        using Parameter slow = new(ones(1)), fast = new(ones(1)), untouched = new(ones(1));
        using SGD sgd = optim.SGD([new SGD.ParamGroup([slow, untouched], lr: 0.1), new SGD.ParamGroup([fast], lr: 1)], 5);
        Gradient(slow, 1);
        Gradient(fast, 1);
        sgd.step();
        Assert.Equal(0.9f, slow.ToSingle(), 1e-6f);
        Assert.Equal(0f, fast.ToSingle(), 1e-6f);
        Assert.Equal(1f, untouched.ToSingle());
        foreach (optim.ILearningRateController group in sgd.ParamGroups)
            group.LearningRate *= 0.5;
        Assert.Equal([0.05, 0.5], sgd.ParamGroups.Select(g => g.LearningRate));
        Assert.Equal([0.1, 1], sgd.ParamGroups.Select(g => g.InitialLearningRate));
    }

    [Fact]
    public void An_optimiser_zeroes_gradients_where_a_module_forgets_them()
    {
        using TorchSharp.Modules.Linear layer = nn.Linear(2, 1);
        using SGD sgd = optim.SGD(layer.parameters(), 0.1);
        layer.call(ones(1, 2)).sum().backward();
        sgd.zero_grad();
        Assert.Equal([0, 0], layer.weight.grad!.data<float>().ToArray());
        layer.zero_grad();
        Assert.Null(layer.weight.grad);
    }

    [Fact]
    public void Clipping_bounds_the_common_norm()
    {
        using Parameter a = new(tensor([3f])), b = new(tensor([4f]));
        Gradient(a, 1);
        Gradient(b, 1);
        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b], 1), 1e-6);
        Assert.Equal(0.6f, a.grad!.ToSingle(), 1e-5f);
        Assert.Equal(0.8f, b.grad!.ToSingle(), 1e-5f);
    }
}
