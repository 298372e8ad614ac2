using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Published;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Published;

/// <summary>One step of the published policy stage with the meta-net: pseudo step, meta step, real step.</summary>
public sealed class MetaStepTests : GoldenTest
{
    private readonly PublishedSpec spec = Toy.Spec(frames: 3);

    [Fact, GoldenCase("policy_step_meta")]
    public void A_policy_step_with_the_meta_net_equals_the_published_one_with_and_without_the_moved_GRU()
    {
        GoldenCase golden = new("policy_step_meta");
        Variant(golden, MetaVariant.AsPublished, "as_published");
        Variant(golden, MetaVariant.GruIncluded, "gru_included");
        FirstEpoch(golden);
        golden.AssertAllRead();
    }

    [Fact]
    public void The_moved_GRU_is_what_the_two_variants_differ_in()
    {
        GoldenCase golden = new("policy_step_meta");
        double[] losses = [.. Enum.GetValues<MetaVariant>().Select(variant =>
        {
            (PublishedNetwork network, MetaNet net) = Before(golden);
            using (network)
            using (net)
                return Step(golden, network, net, golden.Setting("alpha"), variant).Loss.ToDouble();
        })];
        Assert.Equal(golden.Number("gru_included_meta_loss") - golden.Number("as_published_meta_loss"), losses[1] - losses[0], 2e-6);
    }

    [Fact]
    public void The_meta_optimiser_moves_as_torchs_Adam_does_step_after_step()
    {
        using MetaNet ours = new();
        using MetaNet theirs = new();
        theirs.All().CopyFrom(ours.All().ToWeights());
        using MetaOptimiser own = new(ours);
        using Adam torchs = optim.Adam(theirs.All().Parameters, 1e-3, weight_decay: 1e-4);
        for (int step = 0; step < 5; step++)
        {
            foreach ((Parameter mine, Parameter other) in ours.All().Parameters.Zip(theirs.All().Parameters))
            {
                Tensor gradient = randn(mine.shape);
                mine.grad = gradient;
                other.grad = gradient.clone();
            }

            own.Step();
            torchs.step();
        }

        foreach ((Parameter mine, Parameter other) in ours.All().Parameters.Zip(theirs.All().Parameters))
            Golden.Near(other, mine, 1e-7, 1e-6);
    }

    [Fact]
    public void Alpha_falls_from_1_as_published()
    {
        GoldenCase golden = new("policy_step_meta");
        Assert.Equal(1, MetaNet.Alpha(3, 3));
        Assert.Equal(golden.Setting("alpha"), MetaNet.Alpha(1 + (int)golden.Setting("alpha_epoch_offset"), 1), 1e-12);
    }

    private void Variant(GoldenCase golden, MetaVariant variant, string name)
    {
        (PublishedNetwork network, MetaNet net) = Before(golden);
        using PublishedNetwork owned = network;
        using MetaNet ownedNet = net;
        Dictionary<string, Tensor> before = Change.Copy(network.All(), Widths);
        Dictionary<string, Tensor> metaBefore = Change.Copy(net.All(), Widths);
        double alpha = golden.Setting("alpha");

        MetaAnswer meta = Step(golden, network, net, alpha, variant);
        Golden.Near(golden.Npy($"{name}_pseudo_loss_vector"), meta.PerFrame, 2e-5, 1e-5);
        Golden.Near(golden.Npy($"{name}_pseudo_weight"), meta.Weights, 2e-5, 0);
        Assert.Equal(49, meta.PseudoGradients.Count);
        golden.NearMaximum("pseudo_gradients", tensor => meta.PseudoGradients[tensor], 1e-3);
        foreach ((string tensor, Tensor expected) in golden.Set("pseudo_params"))
        {
            Assert.True(GoldenCase.Distance(expected, meta.Moved[tensor]) <= 1e-6, tensor);
            Tensor moved = expected - before[tensor];
            double grain = 2.4e-7 * expected.abs().max().ToDouble(); // float32 of the values themselves
            Assert.True(GoldenCase.Distance(moved, meta.Moved[tensor] - before[tensor]) <= (1e-3 * moved.abs().max().ToDouble()) + grain, $"change of {tensor}");
        }

        golden.Near($"{name}_meta_loss", meta.Loss, "losses");
        Dictionary<string, Tensor> learned = GoldenCase.Published(net.All(), Widths);
        golden.NearMaximum($"{name}_meta_gradients", tensor => learned[tensor].grad!, 2e-3);
        if (variant == MetaVariant.GruIncluded)
            golden.NearMaximum("float64_gru_included_meta_gradients", tensor => learned[tensor].grad!, 2e-3);
        new Change(before).Near(before, GoldenCase.Published(network.All(), Widths), 0, 0); // the network itself has not moved

        AdamStep(net);
        NearAfterAdam(golden, $"{name}_meta_params_after", learned, metaBefore, unclear: 1e-6);

        NamedTensors tensors = network.All();
        PolicyAnswer answer = PolicyPass.Run(spec, new Weights(tensors), golden.Npy("input"), golden.Npy("gumbel_noise_real"), training: true);
        Tensor perFrame = PolicyStep.PerFrame(spec, answer, golden.Npy("labels"));
        Tensor weights = net.Forward(perFrame).detach();
        Golden.Near(golden.Npy($"{name}_real_loss_vector"), perFrame, 2e-5, 1e-5);
        Golden.Near(golden.Npy($"{name}_real_weight"), weights, 2e-5, 0);
        Tensor loss = PolicyStep.Weighted(answer, perFrame, MetaNet.Blend(weights, alpha));
        golden.Near($"{name}_loss", loss, "losses");
        loss.backward();
        using SGD optimiser = SupernetStep.Optimiser(tensors.Parameters, golden.Setting("lr"));
        optimiser.step();
        new Change(before).Near(golden.Set($"{name}_params_after"), GoldenCase.Published(tensors, Widths), 3e-6, 1e-5);
    }

    // Defect 4: with alpha = 1 no weight has a say, so that nothing is left of the gradient but Adam's decay.
    private void FirstEpoch(GoldenCase golden)
    {
        (PublishedNetwork network, MetaNet net) = Before(golden);
        using PublishedNetwork owned = network;
        using MetaNet ownedNet = net;
        Dictionary<string, Tensor> before = Change.Copy(net.All(), Widths);
        Step(golden, network, net, alpha: 1, MetaVariant.AsPublished);
        Dictionary<string, Tensor> learned = GoldenCase.Published(net.All(), Widths);
        Assert.Equal(golden.Number("alpha1_meta_gradient_max_abs"), learned.Values.Max(v => v.grad!.abs().max().ToDouble()));
        AdamStep(net);
        NearAfterAdam(golden, "alpha1_meta_params_after", learned, before, unclear: 1e-6);
    }

    private (PublishedNetwork Network, MetaNet Net) Before(GoldenCase golden)
    {
        PublishedNetwork network = new(spec, seed: 1);
        MetaNet net = new();
        GoldenCase.Fill(network.All(), golden.Set("params_before"), Widths);
        GoldenCase.Fill(net.All(), golden.Set("meta_params_before"), Widths);
        return (network, net);
    }

    private static MetaAnswer Step(GoldenCase golden, PublishedNetwork network, MetaNet net, double alpha, MetaVariant variant) => MetaStep.Backward(
        network,
        net,
        new PolicyBatch(golden.Npy("input"), golden.Npy("labels"), golden.Npy("gumbel_noise_pseudo")),
        new PolicyBatch(golden.Npy("meta_input"), golden.Npy("meta_labels"), golden.Npy("gumbel_noise_meta")),
        alpha,
        golden.Setting("lr"),
        variant);

    private static void AdamStep(MetaNet net)
    {
        using MetaOptimiser optimiser = new(net);
        optimiser.Step();
    }

    // Adam's first step is the rate times the gradient's sign: where the gradient is nearly 0 rounding decides, and nothing can be said.
    private static void NearAfterAdam(GoldenCase golden, string file, Dictionary<string, Tensor> actual, Dictionary<string, Tensor> before, double unclear)
    {
        foreach ((string name, Tensor expected) in golden.Set(file))
        {
            Tensor clear = (actual[name].grad! + (before[name] * golden.Setting("meta_weight_decay"))).abs().gt(unclear).to(ScalarType.Float32);
            Assert.True(GoldenCase.Distance(expected * clear, actual[name] * clear) <= 5e-6, $"{file}: {name}");
            Assert.True(GoldenCase.Distance((expected - before[name]) * clear, (actual[name].detach() - before[name]) * clear) <= 1e-2 * golden.Setting("meta_lr"), $"change of {name}");
        }
    }
}
