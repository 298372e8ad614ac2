using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Layers;

public sealed class ExposureTests : IDisposable
{
    private readonly DisposeScope scope;

    public ExposureTests()
    {
        torch.set_num_threads(1);
        scope = torch.NewDisposeScope();
    }

    public void Dispose() => scope.Dispose();

    [Fact]
    public void A_dim_picture_gets_a_deviation_of_a_half_around_zero()
    {
        // Two pixels of three channels: half of the numbers -0.9, half -0.7. Mean -0.8, deviation 0.1, gain 5.
        Near([-0.5f, 0.5f, -0.5f, 0.5f, 0.5f, -0.5f], Standardise([-0.9f, -0.7f, -0.9f, -0.7f, -0.7f, -0.9f]));
    }

    [Fact]
    public void One_mean_and_one_gain_hold_for_all_channels_so_that_colours_keep_their_proportions()
    {
        // Red -0.4, green 0, blue 0.4 everywhere: mean 0, variance 2/3 of 0.16.
        float gain = 0.5f / MathF.Sqrt(0.32f / 3);
        Near([-0.4f * gain, -0.4f * gain, 0, 0, 0.4f * gain, 0.4f * gain], Standardise([-0.4f, -0.4f, 0, 0, 0.4f, 0.4f]));
    }

    [Fact]
    public void A_nearly_black_picture_is_amplified_at_most_twelve_times_and_a_flat_one_gives_zeros()
    {
        // Deviation 0.01 asks for 50 times; 0.01 x 12.
        Near([-0.12f, 0.12f, -0.12f, 0.12f, -0.12f, 0.12f], Standardise([-1, -0.98f, -1, -0.98f, -1, -0.98f]));
        Near([0, 0, 0, 0, 0, 0], Standardise([-1, -1, -1, -1, -1, -1]));
    }

    [Fact]
    public void Each_picture_is_standardised_by_itself_whatever_is_beside_it()
    {
        torch.random.manual_seed(3);
        Tensor bright = torch.rand(1, 3, 8, 8), dark = (torch.rand(1, 3, 8, 8) * 0.3) - 1;
        Tensor both = Exposure.Standardise(torch.cat([bright, dark]));
        Assert.Equal(Numbers(Exposure.Standardise(dark)), Numbers(both.narrow(0, 1, 1)));
        Near(Numbers(Exposure.Standardise(dark)), Exposure.Standardise((dark * 3) + 2)); // less light, the same picture
    }

    [Fact]
    public void Both_trunks_see_the_standardised_picture_of_clips_and_of_streams()
    {
        using SdComNetwork plain = Network(null), standardised = Network("standardised");
        torch.random.manual_seed(4);
        Tensor pictures = (torch.rand(2, 3, 64, 64) * 0.2) - 0.9, seen = Exposure.Standardise(pictures);
        Assert.NotEqual(Numbers(plain.Primary(pictures, NormPass.Evaluate, 1)), Numbers(standardised.Primary(pictures, NormPass.Evaluate, 1)));
        Assert.Equal(Numbers(plain.Primary(seen, NormPass.Evaluate, 1)), Numbers(standardised.Primary(pictures, NormPass.Evaluate, 1)));
        Assert.Equal(Numbers(plain.Supplementary(seen, Width.Full, NormPass.Evaluate, 1)!), Numbers(standardised.Supplementary(pictures, Width.Full, NormPass.Evaluate, 1)!));

        using ShiftState fresh = ShiftState.Fresh(streams: 1);
        Assert.Equal(Numbers(plain.PrimaryStep(seen, NormPass.Evaluate, fresh).Primary), Numbers(standardised.PrimaryStep(pictures, NormPass.Evaluate, fresh).Primary));
        Assert.Equal(
            Numbers(plain.SupplementaryStep(seen, Width.Full, NormPass.Evaluate, fresh).Supplementary!),
            Numbers(standardised.SupplementaryStep(pictures, Width.Full, NormPass.Evaluate, fresh).Supplementary!));
    }

    [Fact]
    public void Standardising_leaves_one_tensor()
    {
        using Tensor pictures = torch.rand(2, 3, 8, 8);
        long before = Tensors.Alive();
        using Tensor seen = Exposure.Standardise(pictures);
        Assert.Equal(before + 1, Tensors.Alive());
    }

    private static SdComNetwork Network(string? exposure) => new(
        NetworkSpec.Create(
            new NetworkDescription { Static = "mobilenetv2-0.35", Dynamic = "mobilenetv2-0.35", InputSize = 64, Glance = 2, Widths = [0, 1], Segments = 2, Exposure = exposure },
            classes: 2),
        seed: 6);

    // One picture of three channels, one row high.
    private static Tensor Standardise(float[] planes) => Exposure.Standardise(torch.tensor(planes, [1, 3, 1, planes.Length / 3]));

    private static float[] Numbers(Tensor x)
    {
        using Tensor whole = x.contiguous();
        return whole.data<float>().ToArray();
    }

    private static void Near(float[] expected, Tensor actual)
    {
        float[] numbers = Numbers(actual);
        Assert.Equal(expected.Length, numbers.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], numbers[i], 1e-5f);
    }
}
