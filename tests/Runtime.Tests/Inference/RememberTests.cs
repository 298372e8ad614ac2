using SdCom.Edge.Core;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Inference;

public class RememberTests(Models models)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)] // the trunks keep a state of their own between frames
    public void Recognisers_that_share_a_frame_answer_bit_by_bit_as_if_each_were_alone(bool shifting)
    {
        ModelPackage model = shifting ? models.Shifting : models.Small;
        using Nets shared = Nets.Load(model, models.Engine);
        using Nets alone = Nets.Load(model, models.Engine);
        shared.Remember();
        Recognizer[] together = Create(model, shared), single = Create(model, alone);
        for (int i = 0; i < 6; i++)
        {
            using Frame frame = Pictures.Frame("hover", i / 2 * 0.4); // every picture comes twice
            for (int lane = 0; lane < together.Length; lane++)
            {
                if (lane == 1 && i == 3)
                    continue; // a lane that leaves a frame out has another state than the rest from then on
                Answer expected = single[lane].Process(frame);
                Answer answer = together[lane].Process(frame);
                Assert.Equal(expected.Decision.Width, answer.Decision.Width);
                Assert.Equal(single[lane].Probabilities, together[lane].Probabilities);
            }

            if (i == 4)
                Array.ForEach([.. together, .. single], recognizer => recognizer.Reset());
        }
    }

    private static Recognizer[] Create(ModelPackage model, Nets nets) =>
        [.. new[] { Width.Full, Width.Skip, new Width(50), Width.Full }.Select(width => new Recognizer(model, nets, Allowance.Fixed(model.Costs, width))), new Recognizer(model, nets, Allowance.Free(model.Costs, 0))];
}
