using SdCom.Edge.Runtime.Evaluation;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>A stretch of a generated camera's performance and how it was answered.</summary>
/// <param name="Action">What was performed.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">Its last frame.</param>
/// <param name="Answer">The most frequent answer once the window held nothing else; null for no action, or when it was too short to tell.</param>
/// <param name="Confidence">The highest probability of that answer.</param>
/// <param name="Judged">Whether it lasted long enough to be judged.</param>
public sealed record ShownAction(string Action, TimeSpan Start, TimeSpan End, string? Answer, float Confidence, bool Judged)
{
    /// <summary>The camera's name where several run together; null where there is only one.</summary>
    public string? Camera { get; init; }

    /// <summary>Whether the answer is what was performed; for idle, whether it is no action.</summary>
    public bool Recognised => Judged && (Answer ?? "idle") == Action;
}

/// <summary>Compares answers with what a generated camera performed.</summary>
/// <param name="settle">Time after a change that is not judged: the window still holds the gesture before.</param>
public sealed class ShownActions(TimeSpan settle)
{
    private readonly Newest<ShownAction> done = new();
    private readonly Dictionary<string, (int Count, float Peak)> answers = [];
    private string? action;
    private TimeSpan start;
    private TimeSpan end;

    /// <summary>All stretches so far, the unfinished one included; of a very long performance the newest 10,000.</summary>
    public IReadOnlyList<ShownAction> All => action is null ? done.All : [.. done.All, Current(action)];

    /// <summary>Adds a frame's answer.</summary>
    public void Add(TimeSpan time, string performed, string? answer, float confidence)
    {
        if (performed != action)
        {
            if (action is not null)
                done.Add(Current(action));
            (action, start) = (performed, time);
            answers.Clear();
        }

        end = time;
        if (time - start < settle)
            return;
        (int count, float peak) = answers.GetValueOrDefault(answer ?? string.Empty);
        answers[answer ?? string.Empty] = (count + 1, Math.Max(peak, confidence));
    }

    private ShownAction Current(string performed)
    {
        if (answers.Count == 0)
            return new ShownAction(performed, start, end, null, 0, false);
        (string answer, (_, float peak)) = answers.MaxBy(pair => pair.Value.Count);
        return new ShownAction(performed, start, end, answer.Length == 0 ? null : answer, peak, true);
    }
}
