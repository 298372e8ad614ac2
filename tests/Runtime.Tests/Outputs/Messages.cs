using SdCom.Edge.Core;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Tests.Outputs;

/// <summary>What outputs are told in tests.</summary>
internal static class Messages
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static readonly OutputRecord Frame =
        new OutputRecord(TimeSpan.FromSeconds(1.28), "wave_off", 0.75f, new Answer(true, new Prediction(12, 0.75f, true), new Decision(new Width(25), 1, 16_000_000, DecisionReason.Price))) with { Camera = "front" };

    public static OutputMessage Began(double start = 1, float confidence = 0.75f, string action = "wave_off", string camera = "front", long number = 1) =>
        Event(MessageKinds.Began, start, start + 0.32, confidence, action, camera, number);

    public static OutputMessage Ended(double start = 1, double end = 2, float confidence = 0.9f, string action = "wave_off", string camera = "front", long number = 2) =>
        Event(MessageKinds.Ended, start, end, confidence, action, camera, number);

    /// <summary>Tells an output of an action's end.</summary>
    public static void End(this IOutput output, double start = 1) =>
        output.Write(new ActionEvent(12, TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(start + 1), 0.9f) { Camera = "front" }, "wave_off");

    private static OutputMessage Event(MessageKinds kind, double start, double end, float confidence, string action, string camera, long number) => new()
    {
        Kind = kind,
        Camera = camera,
        Action = action,
        Start = TimeSpan.FromSeconds(start),
        Time = TimeSpan.FromSeconds(end),
        Confidence = confidence,
        At = Noon,
        Number = number,
    };
}
