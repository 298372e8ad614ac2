using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Runtime.Outputs.Rules;

/// <summary>
/// A rule and what it remembers. An action is admitted as a whole: when its beginning was, so is its end. One that began too unsurely is admitted
/// at its end if it became sure enough; one that began again too soon is not admitted at all.
/// </summary>
internal sealed class RuleState(OutputRule rule)
{
    private readonly Dictionary<string, Going> going = []; // by camera: one action at a time
    private readonly Dictionary<(string Camera, string Action), TimeSpan> begun = [];

    private enum Verdict
    {
        Unsure,
        Admitted,
        TooSoon,
    }

    public bool Admit(in OutputMessage message)
    {
        if (!Concerns(message))
            return false;
        bool sure = message.Confidence >= (float)rule.MinimumConfidence; // 0.7 as a float is less than 0.7
        return message.Kind switch
        {
            MessageKinds.Began => Begin(message, sure) == Verdict.Admitted,
            MessageKinds.Ended => End(message, sure),
            _ => sure,
        };
    }

    private bool Concerns(in OutputMessage message) => Holds(rule.Cameras, message.Camera) && Holds(rule.Actions, message.Action);

    private static string Camera(in OutputMessage message) => message.Camera ?? string.Empty;

    private static bool Holds(IReadOnlyList<string> names, string? name)
    {
        if (names.Count == 0)
            return true;
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
                return true;
        }

        return false;
    }

    private Verdict Begin(in OutputMessage message, bool sure)
    {
        Verdict verdict = TooSoon(message) ? Verdict.TooSoon : sure ? Verdict.Admitted : Verdict.Unsure;
        if (verdict == Verdict.Admitted)
            begun[(Camera(message), message.Action!)] = message.Start;
        going[Camera(message)] = new Going(message.Start, verdict);
        return verdict;
    }

    private bool End(in OutputMessage message, bool sure)
    {
        Verdict verdict = going.TryGetValue(Camera(message), out Going began) && began.Start == message.Start
            ? began.Verdict
            : TooSoon(message) ? Verdict.TooSoon : Verdict.Unsure;
        if (verdict == Verdict.Unsure && sure)
            begun[(Camera(message), message.Action!)] = message.Start;
        return verdict == Verdict.Admitted || (verdict == Verdict.Unsure && sure);
    }

    private bool TooSoon(in OutputMessage message) =>
        begun.TryGetValue((Camera(message), message.Action!), out TimeSpan last) && message.Start - last < rule.Debounce;

    private readonly record struct Going(TimeSpan Start, Verdict Verdict);
}
