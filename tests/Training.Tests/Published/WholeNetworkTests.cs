using SdCom.Edge.Training.Published;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Published;

public sealed class WholeNetworkTests : GoldenTest
{
    [Fact, GoldenCase("tiny_tsnet_forward")]
    public void Both_forwards_of_the_whole_network_equal_the_published_ones_and_differ_from_each_other_as_much()
    {
        GoldenCase golden = new("tiny_tsnet_forward");
        using IDisposable off = no_grad();
        PublishedSpec spec = Toy.Spec(frames: 4);
        using PublishedNetwork network = new(spec, seed: 1);
        GoldenCase.Fill(network.All(), golden.Set("weights"), Widths);
        Tensor pictures = golden.Npy("input");
        Tensor noise = golden.Npy("gumbel_noise");

        PolicyAnswer policy = PolicyPass.Run(spec, new Weights(network.All()), pictures, noise, training: false);
        golden.Near("policy_prefix_logits", policy.Prefix, "forward");
        golden.Near("policy_video_logits", PoolingClassifier.Last(policy.Prefix, 2), "forward");
        golden.Near("policy_static_logits", policy.Static, "forward");
        golden.Near("policy_slim_logits", policy.Slim, "forward");
        golden.Near("policy_width_one_hot", policy.Choice.Hard, "forward");
        golden.Near("policy_fused_features", policy.Fused, "forward");
        golden.Near("soft_scores", policy.Choice.Soft, "forward");

        InferenceAnswer inference = InferencePass.Run(network, pictures, noise);
        Assert.Equal(golden.Npy("width_index").data<long>().ToArray(), inference.Widths.Select(w => (long)w));
        golden.Near("inference_prefix_logits", inference.Prefix, "forward");
        golden.Near("inference_video_logits", PoolingClassifier.Last(inference.Prefix, 2), "forward");
        golden.Near("inference_static_features", inference.Primary, "forward");
        golden.Near("inference_supplementary_features", inference.Supplementary, "forward");
        Assert.Equal(golden.Setting("policy_minus_inference_logits_max_abs"), GoldenCase.Distance(policy.Prefix, inference.Prefix), 1e-3);
        golden.AssertAllRead();
    }
}
