namespace SdCom.Edge.Training.Recipes;

/// <summary>What the stages that teach poses have in common.</summary>
public abstract record PoseLessonsRecipe
{
    /// <summary>Steps of the static net; 0 leaves it as it is.</summary>
    public required int StaticSteps { get; init; }

    /// <summary>Steps of the dynamic net, at three widths each; 0 leaves it as it is.</summary>
    public required int DynamicSteps { get; init; }

    /// <summary>Pictures a step.</summary>
    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    public double WeightDecay { get; init; } = 0.02;

    /// <summary>Steps over which the rate grows from 0; then it follows the schedule.</summary>
    public int WarmupSteps { get; init; } = 100;

    public ScheduleRecipe Schedule { get; init; } = new();

    /// <summary>Share of rendered pictures in which the actor performs one of the known gestures; in the others the arms go anywhere.</summary>
    public double GestureShare { get; init; } = 0.5;
}

/// <summary>
/// The stage before the supernet: each trunk learns from rendered people where their joints are. A class is one label for a whole clip of a few people;
/// a rendered picture tells dozens of coordinates, and there are as many people as one likes.
/// </summary>
public sealed record PoseRecipe : PoseLessonsRecipe;

/// <summary>
/// The stage after it: the trunks learn poses from the training clips themselves. Nobody labelled those, so the full width is the teacher (self-training), and where several
/// clips show one motion in several looks, what most of them say counts.
/// </summary>
public sealed record PoseTransferRecipe : PoseLessonsRecipe
{
    /// <summary>Share of every batch that stays rendered, where the truth is known.</summary>
    public double RenderedShare { get; init; } = 0.25;

    /// <summary>Every how many frames of a clip the teacher looks at one.</summary>
    public int FrameStride { get; init; } = 2;

    /// <summary>What in a clip's path tells only how it looks, as a regular expression: clips whose paths are the same without it show one motion, frame by frame. Left out, every clip is a motion of its own.</summary>
    public string? Looks { get; init; }

    /// <summary>Rendered pictures from which the teacher's joints are read out of its features (ridge regression).</summary>
    public int ReadOutPictures { get; init; } = 2048;
}
