using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Recognition;

public class ActionTellerTests(Models models)
{
    /// <summary>Otherwise a pin or a relay stays on for as long as the camera is away or a trigger is off.</summary>
    [Fact]
    public void Frames_that_were_on_their_way_when_their_stream_ended_begin_no_action()
    {
        Beginnings output = new();
        ActionTeller teller = new(models.Small, new SharedOutputs([output]));
        Show(0, 1, 2);
        Assert.Equal(["began"], output.Told);
        teller.Close();
        Show(3, 4, 5); // one was being answered, others waited
        Assert.Equal(["began", "ended"], output.Told);
        teller.Open();
        Show(6, 7, 8);
        Assert.Equal(["began", "ended", "began"], output.Told);

        void Show(params int[] seconds)
        {
            foreach (int second in seconds)
                teller.Tell(TimeSpan.FromSeconds(second), models.Small.Manifest.Classes[0], new Answer(true, new Prediction(0, 0.9f, true), default));
        }
    }

    private sealed class Beginnings : IOutput
    {
        public List<string> Told { get; } = [];

        public void Write(in OutputRecord record)
        {
        }

        public void Begin(in ActionEvent action, string name) => Told.Add("began");

        public void Write(in ActionEvent action, string name) => Told.Add("ended");

        public void Dispose()
        {
        }
    }
}
