using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Published;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Published;

/// <summary>One step of the published policy stage without the meta-net.</summary>
public sealed class PolicyStepTests : GoldenTest
{
    [Fact, GoldenCase("policy_step_no_meta")]
    public void A_policy_step_equals_the_published_one_in_every_parameter_and_statistic()
    {
        GoldenCase golden = new("policy_step_no_meta");
        PublishedSpec spec = Toy.Spec(frames: 3);
        using PublishedNetwork network = new(spec, seed: 1);
        NamedTensors tensors = network.All();
        Dictionary<string, Tensor> before = golden.Set("params_before");
        GoldenCase.Fill(tensors, before, Widths);

        PolicyAnswer answer = PolicyPass.Run(spec, new Weights(tensors), golden.Npy("input"), golden.Npy("gumbel_noise"), training: true);
        Golden.Near(golden.Npy("prefix_logits"), answer.Prefix, 2e-5, 1e-4);
        Golden.Near(golden.Npy("video_logits"), PoolingClassifier.Last(answer.Prefix, 2), 2e-5, 1e-4);
        Golden.Near(golden.Npy("policy_logits"), answer.Static, 2e-5, 1e-4);
        Golden.Near(golden.Npy("slim_logits"), answer.Slim, 2e-5, 1e-4);
        Golden.Near(golden.Npy("width_one_hot"), answer.Choice.Hard, 1e-6, 0);
        Golden.Near(golden.Npy("fused_features"), answer.Fused, 2e-5, 1e-4);

        Tensor loss = PolicyStep.Loss(spec, answer, golden.Npy("labels"));
        golden.Near("loss", loss, "losses");
        loss.backward();
        Dictionary<string, Tensor> now = GoldenCase.Published(tensors, Widths);
        golden.NearMaximum("gradients", name => now[name].grad!, 1e-3);
        Assert.Equal(87, tensors.Parameters.Count(p => p.grad is not null));

        using SGD optimiser = SupernetStep.Optimiser(tensors.Parameters, golden.Setting("lr"));
        optimiser.step();
        new Change(before).Near(golden.Set("params_after"), now, 3e-6, 1e-5);
        golden.AssertAllRead();
    }
}
