using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Recognition;

/// <summary>A model whose trunks take channels from the frame before.</summary>
public class TemporalShiftTests(Models models)
{
    private ModelPackage Model => models.Shifting;

    [Fact]
    public void The_manifest_names_the_share_and_the_engine_meets_the_parity_vector()
    {
        Assert.Equal(0.125, ModelPackage.Load(Model.Directory).Manifest.Network.StaticShift);
        using Nets nets = Nets.Load(Model, models.Engine);
        Assert.Equal(Model.Network.Static.ShiftStateLength(32), new StreamState(Model.Network).StaticShift.Length);
    }

    [Fact]
    public void What_was_kept_of_the_frame_before_moves_on_and_a_reset_forgets_it()
    {
        using Nets nets = Nets.Load(Model, models.Engine);
        ParityPicture.Fill(1, 0, nets.Image);
        StreamState stream = new(Model.Network);
        float[] first = nets.Static.Run(stream).ToArray();
        Assert.Contains(stream.StaticShift, x => x != 0);
        float[] feature = nets.Static.Primary.Span.ToArray();
        nets.Static.Run(stream);
        Assert.NotEqual(feature, nets.Static.Primary.Span.ToArray()); // the same picture, after another frame
        stream.Reset();
        Assert.Equal(first, nets.Static.Run(stream).ToArray());
        Assert.Equal(feature, nets.Static.Primary.Span.ToArray());
    }

    [Fact]
    public void A_narrow_frame_keeps_only_its_own_channels_and_a_skipped_one_leaves_what_was_kept()
    {
        using Nets nets = Nets.Load(Model, models.Engine);
        ParityPicture.Fill(1, 0, nets.Image);
        StreamState stream = new(Model.Network);
        nets.Dynamic.Run(4, stream);
        int full = stream.DynamicShift.Count(x => x != 0);
        nets.Dynamic.Run(1, stream);
        int quarter = stream.DynamicShift.Count(x => x != 0);
        Assert.InRange(quarter, 1, full - 1);
        float[] kept = [.. stream.DynamicShift];
        nets.Dynamic.Run(0, stream);
        Assert.Equal(kept, stream.DynamicShift);
        stream.Reset();
        Assert.All(stream.DynamicShift, x => Assert.Equal(0, x));
    }

    [Fact]
    public void A_frame_allocates_nothing()
    {
        using Nets nets = Nets.Load(Model, models.Engine);
        Recognizer recognizer = new(Model, nets, Allowance.Fixed(Model.Costs, Width.Full));
        using Frame frame = Pictures.Frame("hover", 0.5);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 10; i++)
                recognizer.Process(frame);
        }));
    }
}
