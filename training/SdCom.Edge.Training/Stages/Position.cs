using System.Text.Json.Serialization;

namespace SdCom.Edge.Training.Stages;

/// <summary>What a batch says about itself: the loss, how many clips it got right of how many, and the mean relative cost of their frames where a policy chose.</summary>
public readonly record struct StepResult(double Loss, int Correct, int Clips, double Spent = 0)
{
    /// <summary>Both batches together.</summary>
    public StepResult And(StepResult other)
    {
        int clips = Clips + other.Clips;
        return new(
            ((Loss * Clips) + (other.Loss * other.Clips)) / clips,
            Correct + other.Correct,
            clips,
            ((Spent * Clips) + (other.Spent * other.Clips)) / clips);
    }
}

/// <summary>Where a stage was: enough to go on as if nothing had happened, since all chance is drawn by position.</summary>
public sealed record Position
{
    public required string Stage { get; init; }

    public required string RecipeDigest { get; init; }

    /// <summary>Steps that are done.</summary>
    public required int Step { get; init; }

    /// <summary>Running sums of the epoch: loss, right clips, seen clips.</summary>
    public double LossSum { get; init; }

    public int Correct { get; init; }

    public int Seen { get; init; }

    /// <summary>Seconds of training so far, over all starts.</summary>
    public double Seconds { get; init; }

    /// <summary>Running sum of the epoch: relative cost of the frames, where a policy chose.</summary>
    public double SpentSum { get; init; }

    /// <summary>The smallest mean loss of an epoch so far; null before the first epoch's end.</summary>
    public double? BestLoss { get; init; }

    /// <summary>Epochs since then, or since the rate last dropped.</summary>
    public int Stalled { get; init; }

    /// <summary>How often the loss stalled for the schedule's patience.</summary>
    public int Drops { get; init; }

    [JsonIgnore]
    public double MeanLoss => LossSum / Seen;

    [JsonIgnore]
    public double Top1 => (double)Correct / Seen;

    /// <summary>One step on.</summary>
    public Position After(StepResult result) => this with
    {
        Step = Step + 1,
        LossSum = LossSum + (result.Loss * result.Clips),
        Correct = Correct + result.Correct,
        Seen = Seen + result.Clips,
        SpentSum = SpentSum + (result.Spent * result.Clips),
    };

    /// <summary>The start of the next epoch: sums are empty, and the plateau is counted on.</summary>
    /// <param name="patience">Epochs without a smaller loss that make the rate drop.</param>
    public Position NextEpoch(int patience)
    {
        bool better = BestLoss is not { } best || MeanLoss < best;
        int stalled = better ? 0 : Stalled + 1;
        bool drop = stalled >= patience;
        return this with
        {
            LossSum = 0,
            Correct = 0,
            Seen = 0,
            SpentSum = 0,
            BestLoss = better ? MeanLoss : BestLoss,
            Stalled = drop ? 0 : stalled,
            Drops = Drops + (drop ? 1 : 0),
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Position))]
internal sealed partial class PositionJson : JsonSerializerContext;
