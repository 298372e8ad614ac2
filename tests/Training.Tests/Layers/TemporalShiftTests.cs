using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Layers;

public sealed class TemporalShiftTests : IDisposable
{
    private static readonly Width[] Widths = [new(25), new(50), Width.Full];
    private readonly DisposeScope scope = torch.NewDisposeScope();

    public TemporalShiftTests()
    {
        torch.set_num_threads(1);
        torch.random.manual_seed(1);
    }

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Leading_channels_come_from_the_frame_before_within_each_clip()
    {
        // Two clips of three frames with two channels of one pixel: the frame's number, and ten times it.
        Tensor x = torch.tensor(new float[] { 1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60 }, [6, 2, 1, 1]);
        Assert.Equal([0, 10, 1, 20, 2, 30, 0, 40, 4, 50, 5, 60], Numbers(ChannelShift.Apply(x, channels: 1, clips: 2, before: null)));
        Tensor before = torch.tensor(new float[] { 8, 9 }, [2, 1, 1, 1]);
        Assert.Equal([8, 10, 1, 20, 2, 30, 9, 40, 4, 50, 5, 60], Numbers(ChannelShift.Apply(x, channels: 1, clips: 2, before)));
        Assert.Equal([3, 6], Numbers(ChannelShift.Keep(x, channels: 1, clips: 2)));
    }

    [Theory]
    [InlineData("mobilenet")]
    [InlineData("basic")]
    [InlineData("bottleneck")]
    public void Frame_by_frame_in_chunks_or_as_whole_clips_the_features_are_the_same(string kind)
    {
        using Backbone trunk = new(Trunk(kind), Widths);
        using IDisposable off = torch.no_grad();
        const int clips = 2, frames = 5;
        Tensor x = torch.randn([clips, frames, 3, 32, 32]);
        foreach (Width width in Widths)
        {
            Tensor whole = trunk.Forward(x.reshape(-1, 3, 32, 32), width, NormPass.Evaluate, clips).view(clips, frames, -1);
            foreach (int[] chunks in new int[][] { [1, 1, 1, 1, 1], [2, 3] })
            {
                ShiftState state = ShiftState.Fresh(clips);
                int at = 0;
                foreach (int chunk in chunks)
                {
                    (Tensor part, state) = trunk.Step(x.narrow(1, at, chunk).reshape(-1, 3, 32, 32), width, NormPass.Evaluate, state);
                    Golden.Near(whole.narrow(1, at, chunk).reshape(clips * chunk, -1), part, 1e-5, 1e-5);
                    at += chunk;
                }
            }

            Tensor blind = trunk.Forward(x.reshape(-1, 3, 32, 32), width, NormPass.Evaluate, clips * frames).view(clips, frames, -1);
            Assert.True((blind - whole).select(1, 1).abs().max().item<float>() > 0.01 * whole.abs().max().item<float>(), "The frame before must matter.");
            Golden.Near(whole.select(1, 0), blind.select(1, 0), 1e-5, 1e-5); // no frame before the first
        }
    }

    [Fact]
    public void A_frame_never_depends_on_later_ones()
    {
        using Backbone trunk = new(Trunk("mobilenet"));
        using IDisposable off = torch.no_grad();
        Tensor x = torch.randn(4, 3, 32, 32);
        Tensor four = trunk.Forward(x, Width.Full, NormPass.Evaluate, clips: 1);
        Tensor two = trunk.Forward(x.narrow(0, 0, 2), Width.Full, NormPass.Evaluate, clips: 1);
        Golden.Near(four.narrow(0, 0, 2), two, 1e-5, 1e-5);
    }

    [Fact]
    public void Looking_ahead_the_next_channels_come_from_the_frame_after()
    {
        Tensor x = torch.tensor(new float[] { 1, 10, 100, 2, 20, 200, 3, 30, 300, 4, 40, 400 }, [4, 3, 1, 1]); // two clips of two frames
        Assert.Equal([0, 20, 100, 1, 0, 200, 0, 40, 300, 3, 0, 400], Numbers(ChannelShift.Apply(x, channels: 1, clips: 2, before: null, looksAhead: true)));

        using Backbone trunk = new(Trunk("basic") with { LooksAhead = true });
        using IDisposable off = torch.no_grad();
        Tensor pictures = torch.randn(4, 3, 32, 32);
        Tensor four = trunk.Forward(pictures, Width.Full, NormPass.Evaluate, clips: 1);
        Tensor two = trunk.Forward(pictures.narrow(0, 0, 2), Width.Full, NormPass.Evaluate, clips: 1);
        Assert.True((four.narrow(0, 0, 2) - two).abs().max().item<float>() > 1e-3, "The frame after must matter.");
        Assert.Throws<ArgumentException>(() => trunk.Step(pictures, Width.Full, NormPass.Evaluate, ShiftState.Fresh(1)));
    }

    [Fact]
    public void Another_width_reads_the_leading_part_of_what_was_kept_and_zeros_beyond_it()
    {
        Tensor x = torch.tensor(new float[] { 1, 2, 3, 4 }, [1, 4, 1, 1]);
        Tensor wide = torch.tensor(new float[] { 7, 8, 9 }, [1, 3, 1, 1]), narrow = torch.tensor(new float[] { 7 }, [1, 1, 1, 1]);
        Assert.Equal([7, 8, 3, 4], Numbers(ChannelShift.Apply(x, channels: 2, clips: 1, wide)));
        Assert.Equal([7, 0, 3, 4], Numbers(ChannelShift.Apply(x, channels: 2, clips: 1, narrow)));
    }

    [Fact]
    public void Gradients_flow_back_through_time()
    {
        using Backbone trunk = new(Trunk("basic"));
        Tensor x = torch.randn(3, 3, 32, 32).requires_grad_();
        trunk.Forward(x, Width.Full, NormPass.Evaluate, clips: 1).select(0, 2).sum().backward();
        Assert.True(x.grad!.select(0, 1).abs().max().item<float>() > 0);
        Assert.True(x.grad!.select(0, 0).abs().max().item<float>() > 0); // over two blocks, two frames back
    }

    [Fact]
    public void Pictures_that_are_no_whole_clips_are_refused()
    {
        using Backbone trunk = new(Trunk("basic"));
        Tensor x = torch.randn(3, 3, 32, 32);
        Assert.Throws<ArgumentException>(() => trunk.Forward(x, Width.Full, NormPass.Evaluate));
        Assert.Throws<ArgumentException>(() => trunk.Forward(x, Width.Full, NormPass.Evaluate, clips: 2));
    }

    [Fact]
    public void A_stream_leaves_no_tensor_behind()
    {
        using Backbone trunk = new(Trunk("basic"));
        using IDisposable off = torch.no_grad();
        Tensor x = torch.randn(1, 3, 32, 32);
        ShiftState state = ShiftState.Fresh(1);
        long alive = 0;
        for (int frame = 0; frame < 6; frame++)
        {
            (Tensor feature, ShiftState next) = trunk.Step(x, Width.Full, NormPass.Evaluate, state);
            feature.Dispose();
            state.Dispose();
            state = next;
            if (frame == 1)
                alive = Tensors.Alive();
        }

        Assert.Equal(alive, Tensors.Alive());
    }

    private static BackboneSpec Trunk(string kind) => TemporalShift.Apply(
        kind == "mobilenet" ? MobileNetV2.Create(0.35) : ResNet.Create("tiny", [2, 1, 1, 1], kind == "bottleneck", 8), 0.25);

    private static float[] Numbers(Tensor x) => x.contiguous().data<float>().ToArray();
}
