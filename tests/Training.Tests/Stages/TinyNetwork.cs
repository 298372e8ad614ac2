using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Stages;

/// <summary>A network that trains in seconds, and a problem that it can learn.</summary>
internal static class TinyNetwork
{
    public const int Clips = 6;

    /// <summary>Clips of two noisy frames; one colour plane of three is bright, and it names the class.</summary>
    public static (Tensor Pictures, Tensor Labels) Problem(long seed)
    {
        torch.random.manual_seed(seed + 1);
        Tensor labels = torch.tensor(new long[] { 0, 1, 2, 0, 1, 2 });
        Tensor bright = nn.functional.one_hot(labels.repeat_interleave(2), 3).to(ScalarType.Float32).view(2 * Clips, 3, 1, 1);
        return ((torch.randn(2 * Clips, 3, 32, 32) * 0.3) + bright, labels);
    }

    /// <summary>Small residual nets as static and dynamic net; the same random weights every time.</summary>
    public static SdComNetwork Create(bool inBfloat16 = false, Device? device = null)
    {
        BackboneSpec glance = ResNet.Create("glance", [1, 1], bottleneck: false, 8);
        BackboneSpec look = ResNet.Create("look", [1, 1], bottleneck: false, 32);
        return new SdComNetwork(
            new NetworkSpec
            {
                Description = new NetworkDescription { Static = "glance", Dynamic = "look", InputSize = 32, Widths = [0, 0.25, 0.5, 0.75, 1], Segments = 2 },
                Static = glance,
                Dynamic = look,
                Widths = WidthSet.Default,
                Gate = new GateSpec(glance.FeatureChannels, 8, 8, 5),
                Fusion = new FusionSpec(glance.FeatureChannels, look.FeatureChannels, 16, 2, 3),
            },
            seed: 5,
            device)
        {
            LearnsInBfloat16 = inBfloat16,
        };
    }
}
