using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Stages;

public sealed class PolicyLossTests
{
    private const int Clips = 32, Frames = 3, Primary = 16;
    private static readonly PolicyRecipe Recipe = new() { Epochs = 1, Batch = Clips, LearningRate = 0.01, FeatureDraws = 1, CostWeight = 0.1, MaxPrice = 8, LabelSmoothing = 0 };

    public PolicyLossTests() => torch.set_num_threads(1);

    [Fact]
    public void The_gate_pays_for_width_where_it_helps_and_saves_when_the_price_is_high()
    {
        using SdComNetwork network = Tiny();
        PolicyLoss loss = new(network, Recipe, default);
        NamedTensors tensors = network.GateTensors();
        network.Fusion.Collect("fusion", tensors);
        using Optimiser optimiser = Optimiser.Create("adamw", 0, new RateGroup(tensors.Parameters, 1));
        long before = 0;
        for (int step = 0; step < 150; step++)
        {
            using (DisposeScope scope = torch.NewDisposeScope())
            {
                (Tensor primary, Tensor?[] supplementary, Tensor labels) = Problem(network.Spec, step);
                Tensor prices = torch.rand(Clips) * Recipe.MaxPrice;
                (Tensor value, _, _) = loss.Of(primary, supplementary, loss.Draw(primary, prices, temperature: 1), labels, prices);
                value.backward();
                optimiser.Step(0.01);
                tensors.ForgetGradients();
            }

            if (step == 1)
                before = Tensors.Alive();
        }

        Assert.Equal(before, Tensors.Alive());
        (double cheapOnEasy, double cheapOnHard) = Spent(network, price: 1);
        (double dearOnEasy, double dearOnHard) = Spent(network, price: 100);
        Assert.Equal(0, dearOnEasy + dearOnHard);
        Assert.True(cheapOnHard > cheapOnEasy + 0.3, $"hard clips get {cheapOnHard:0.00} of full width, easy ones {cheapOnEasy:0.00}");
    }

    [Fact]
    public void The_published_form_scales_a_channel_by_the_scores_of_the_widths_that_hold_it()
    {
        using SdComNetwork network = Tiny();
        PolicyLoss loss = new(network, Recipe with { Faithful = true }, default);
        using DisposeScope scope = torch.NewDisposeScope();
        (Tensor primary, Tensor?[] supplementary, Tensor labels) = Problem(network.Spec, 1);
        torch.random.manual_seed(1);
        (Tensor value, _, double cost) = loss.Of(primary, supplementary, loss.Draw(primary, torch.zeros(Clips), temperature: 1), labels, torch.zeros(Clips));
        value.backward();
        Assert.True(float.IsFinite(value.item<float>()));
        Assert.InRange(cost, 0.05, 0.95); // untrained: all widths occur
        Assert.All(network.GateTensors().Parameters, p => Assert.NotNull(p.grad));
    }

    [Theory]
    [InlineData(false, null, false)]
    [InlineData(false, "widthSquared", true)]
    [InlineData(true, null, true)]
    [InlineData(true, "macs", false)]
    public void The_loss_charges_macs_or_the_width_squared(bool faithful, string? cost, bool squared)
    {
        using SdComNetwork network = Tiny();
        PolicyLoss loss = new(network, Recipe with { Faithful = faithful, Cost = cost }, default);
        using DisposeScope scope = torch.NewDisposeScope();
        (Tensor primary, Tensor?[] supplementary, Tensor labels) = Problem(network.Spec, 1);
        (_, _, double spent) = loss.Of(primary, supplementary, Half(), labels, torch.zeros(Clips));
        Assert.Equal(squared ? 0.25 : MacCounter.Count(network.Spec).RelativeCost(1), spent, 1e-6);
    }

    [Fact]
    public void The_similarity_is_the_cosine_of_what_both_features_bring_into_the_mix()
    {
        using SdComNetwork network = Tiny();
        using DisposeScope scope = torch.NewDisposeScope();
        (Tensor primary, Tensor?[] supplementary, Tensor labels) = Problem(network.Spec, 1);
        double without = Value(0), with = Value(0.5);

        // By hand: the mix is linear, so a feature's part is the mix weight's columns of it.
        float[] weight = [.. network.All().ToWeights()["fusion.mix.weight"].Values];
        int columns = network.Spec.Fusion.Primary + network.Spec.Fusion.Supplementary;
        double sum = 0;
        for (int frame = 0; frame < Clips * Frames; frame++)
        {
            double[] one = Bring(primary, frame, 0), other = Bring(supplementary[1]!, frame, network.Spec.Fusion.Primary);
            sum += one.Zip(other, (a, b) => a * b).Sum() / Math.Sqrt(one.Sum(v => v * v) * other.Sum(v => v * v));
        }

        Assert.Equal(0.5 * (1 + (sum / (Clips * Frames))), with - without, 1e-4);

        double Value(double similarity) =>
            new PolicyLoss(network, Recipe with { Similarity = similarity }, default).Of(primary, supplementary, Half(), labels, torch.zeros(Clips)).Loss.item<float>();

        double[] Bring(Tensor features, int frame, int first)
        {
            float[] x = features.reshape(Clips * Frames, -1).select(0, frame).data<float>().ToArray();
            return [.. Enumerable.Range(0, 16).Select(o => x.Select((v, i) => (double)v * weight[(o * columns) + first + i]).Sum())];
        }
    }

    [Fact]
    public void Skipped_frames_have_nothing_to_compare()
    {
        using SdComNetwork network = Tiny();
        using DisposeScope scope = torch.NewDisposeScope();
        (Tensor primary, Tensor?[] supplementary, Tensor labels) = Problem(network.Spec, 1);
        Tensor skip = nn.functional.one_hot(torch.zeros([Clips, Frames], ScalarType.Int64), 3).to(ScalarType.Float32).requires_grad_();
        (Tensor loss, _, _) = new PolicyLoss(network, Recipe with { Similarity = 1 }, default).Of(primary, supplementary, new DrawnWidths(skip, skip), labels, torch.zeros(Clips));
        loss.backward();
        Assert.True(skip.grad!.isfinite().all().item<bool>());
    }

    // Half width on every frame.
    private static DrawnWidths Half()
    {
        Tensor rows = nn.functional.one_hot(torch.ones([Clips, Frames], ScalarType.Int64), 3).to(ScalarType.Float32);
        return new DrawnWidths(rows, rows);
    }

    // Mean relative cost that the gate asks for on easy and on hard clips.
    private static (double Easy, double Hard) Spent(SdComNetwork network, double price)
    {
        using IDisposable off = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        CostTable table = MacCounter.Count(network.Spec);
        Tensor cost = torch.tensor([.. Enumerable.Range(0, 3).Select(i => (float)table.RelativeCost(i))]);
        (Tensor primary, _, _) = Problem(network.Spec, 9999);
        Tensor chosen = (network.Gate.Forward(primary) - (price * cost)).argmax(2);
        Tensor spent = cost.index_select(0, chosen.view(-1)).view(Clips, Frames).mean([1]);
        return (spent.narrow(0, 0, Clips / 2).mean().ToSingle(), spent.narrow(0, Clips / 2, Clips / 2).mean().ToSingle());
    }

    // The first half is easy: the primary feature shows the class. In the second half, marked by the last primary entry, only the full width's last
    // channels show it.
    private static (Tensor Primary, Tensor?[] Supplementary, Tensor Labels) Problem(NetworkSpec spec, long seed)
    {
        torch.random.manual_seed(seed + 1);
        int full = spec.Dynamic.FeatureChannels, half = spec.Dynamic.FeatureAt(new Width(50));
        Tensor labels = torch.randint(0, 2, [Clips]);
        Tensor sign = ((labels.to(ScalarType.Float32) * 2) - 1).view(Clips, 1, 1);
        Tensor hard = torch.cat([torch.zeros(Clips / 2), torch.ones(Clips / 2)]).view(Clips, 1, 1);
        Tensor primary = torch.randn(Clips, Frames, Primary) * 0.1;
        primary = torch.cat([primary.narrow(2, 0, 14) + (sign * (1 - hard)), primary.narrow(2, 14, 1), primary.narrow(2, 15, 1) + hard], 2);
        Tensor look = torch.randn(Clips, Frames, full) * 0.1;
        Tensor wide = torch.cat([look.narrow(2, 0, half), look.narrow(2, half, full - half) + (sign * hard)], 2);
        return (primary, [null, look.narrow(2, 0, half), wide], labels);
    }

    private static SdComNetwork Tiny()
    {
        BackboneSpec glance = ResNet.Create("glance", [1, 1], bottleneck: false, 8);
        BackboneSpec look = ResNet.Create("look", [1, 1], bottleneck: false, 8);
        return new SdComNetwork(
            new NetworkSpec
            {
                Description = new NetworkDescription { Static = "glance", Dynamic = "look", InputSize = 32, Widths = [0, 0.5, 1], Segments = Frames },
                Static = glance,
                Dynamic = look,
                Widths = new WidthSet(Width.Skip, new Width(50), Width.Full),
                Gate = new GateSpec(Primary, 16, 16, 3),
                Fusion = new FusionSpec(Primary, look.FeatureChannels, 16, Frames, 2),
            },
            seed: 5);
    }
}
