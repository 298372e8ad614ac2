using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Recognition;

/// <summary>A model whose static net takes channels from the frame before.</summary>
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
    public void A_frame_allocates_nothing()
    {
        using Nets nets = Nets.Load(Model, models.Engine);
        Recognizer recognizer = new(Model, nets, Allowance.Fixed(Model.Costs, Width.Full));
        using Frame frame = Pictures.Frame("hover", 0.5);
        for (int i = 0; i < 3; i++)
            recognizer.Process(frame);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
            recognizer.Process(frame);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
