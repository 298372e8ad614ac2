using Microsoft.ML.OnnxRuntime;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Inference.Binding;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Inference;

/// <summary>The way that tensors take to a GPU and back, with the CPU's memory in the device's place: nothing may differ from the CPU's own way, to the bit.</summary>
public class DeviceTensorsTests(Models models)
{
    private const int Frames = 6;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Streams_that_take_turns_get_the_answers_that_each_gets_alone(bool shifting)
    {
        ModelPackage model = shifting ? models.Shifting : models.Small;
        using Engine staging = new(models.Engine.Settings with { Device = Pretended() });
        using Nets staged = new(model, staging), plain = new(model, models.Engine);
        StreamState[] here = [new(model.Network), new(model.Network)], there = [new(model.Network), new(model.Network)];
        Random random = new(1);
        for (int frame = 0; frame < Frames; frame++)
        {
            for (int stream = 0; stream < here.Length; stream++)
            {
                int width = random.Next(model.Network.Widths.Count);
                if (random.Next(8) == 0)
                {
                    here[stream].Reset();
                    there[stream].Reset();
                }

                float[] expected = Answer(plain, there[stream], frame + (100 * stream), width);
                Assert.Equal(expected, Answer(staged, here[stream], frame + (100 * stream), width));
                Assert.Equal(there[stream].Gate, here[stream].Gate);
                Assert.Equal(there[stream].StaticShift, here[stream].StaticShift);
                Assert.Equal(there[stream].DynamicShift, here[stream].DynamicShift);
                Assert.Equal(there[stream].Window, here[stream].Window);
            }
        }
    }

    [Fact]
    public void A_state_that_came_out_last_is_on_the_device_and_is_not_brought_again()
    {
        using Engine staging = new(models.Engine.Settings with { Device = Pretended() });
        using Nets nets = new(models.Small, staging);
        StreamState stream = new(models.Small.Network), other = new(models.Small.Network);
        for (int frame = 0; frame < Frames; frame++)
            Answer(nets, stream, frame, 0);
        Assert.Equal(1, nets.Fusion.StatesBrought); // the beginning's
        Answer(nets, other, 0, 0);
        Answer(nets, stream, Frames, 0);
        Assert.Equal(3, nets.Fusion.StatesBrought); // the other's, and this one's again
    }

    // ONNX Runtime's own copy knows no way from the CPU to the CPU.
    private static DeviceMemory Pretended() => new(OrtMemoryInfo.DefaultInstance, (from, to) =>
    {
        for (int i = 0; i < from.Length; i++)
            from[i].GetTensorMutableRawData().CopyTo(to[i].GetTensorMutableRawData());
    });

    private static float[] Answer(Nets nets, StreamState stream, int picture, int width)
    {
        ParityPicture.Fill(3, picture, nets.Image);
        nets.Static.Run(stream);
        nets.Dynamic.Run(width, stream);
        return nets.Fusion.Run(stream).ToArray();
    }
}
