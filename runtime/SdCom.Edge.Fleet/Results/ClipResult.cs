using SdCom.Edge.Core;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Runtime.Evaluation;

namespace SdCom.Edge.Fleet.Results;

/// <summary>The answer to a clip job, and who gave it. Everything from the label to the MACs is what one machine's <c>eval</c> answers.</summary>
public sealed record ClipResult
{
    /// <summary>The job's key.</summary>
    public required string Key { get; init; }

    public required string Path { get; init; }

    public required string Label { get; init; }

    /// <summary>The most probable class.</summary>
    public required string Answer { get; init; }

    /// <summary>The probability of each class after the last frame, in the model's order.</summary>
    public required IReadOnlyList<float> Probabilities { get; init; }

    /// <summary>Frames that were answered.</summary>
    public required int Frames { get; init; }

    /// <summary>Multiply-accumulates that they took.</summary>
    public required long Macs { get; init; }

    public required string Model { get; init; }

    public required string ModelHash { get; init; }

    public double? Price { get; init; }

    public Width? Width { get; init; }

    /// <summary>The node that answered.</summary>
    public required string Node { get; init; }

    /// <summary>When it had the answer.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took for it.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>How often the job was given out before.</summary>
    public required long DeliveryCount { get; init; }

    /// <summary>Makes a result of an answer.</summary>
    /// <param name="job">The job.</param>
    /// <param name="answer">Its answer, which there must be.</param>
    /// <param name="classes">The model's classes.</param>
    /// <param name="node">Who answers.</param>
    /// <param name="at">The time.</param>
    /// <param name="milliseconds">How long it took.</param>
    public static ClipResult Of(ClipJob job, ClipAnswer answer, IReadOnlyList<string> classes, string node, DateTimeOffset at, double milliseconds)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(classes);
        return new ClipResult
        {
            Key = job.Key,
            Path = job.Path,
            Label = job.Label,
            Answer = classes[answer.ClassIndex],
            Probabilities = answer.Probabilities,
            Frames = answer.Frames,
            Macs = answer.Macs,
            Model = job.Model,
            ModelHash = job.ModelHash,
            Price = job.Price,
            Width = job.Width,
            Node = node,
            At = at,
            Milliseconds = Math.Round(milliseconds, 1),
            DeliveryCount = 0,
        };
    }
}
