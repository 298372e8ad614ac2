using SdCom.Edge.Training.Published;

namespace SdCom.Edge.Training.Recipes;

/// <summary>
/// What only the published training needs to know (train --faithful). Trunks, clips, epochs and batches are the recipe's; SGD with momentum 0.9
/// and decay 1e-4, label smoothing 0.1 and temperature 5 are the method's, and its rate falls to a tenth after 40 and after 80 % of a stage.
/// </summary>
public sealed record PublishedRecipe
{
    /// <summary>The names that <see cref="Meta"/> may have.</summary>
    public static IReadOnlyList<string> MetaNames { get; } = ["off", "asPublished", "gruIncluded"];

    /// <summary><c>off</c> (all published experiments), <c>asPublished</c> or <c>gruIncluded</c>; see <see cref="MetaVariant"/>.</summary>
    public string Meta { get; init; } = "off";

    /// <summary>First learning rate of both stages.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>How slowly the supernet's teacher follows; 0 trains without one.</summary>
    public double EmaDecay { get; init; } = Ema.Decay;

    /// <summary>Dropout in front of each position's classifier.</summary>
    public double Dropout { get; init; }

    /// <summary>Training clips that the meta batches of an epoch are drawn from. They are part of the training set (defect 18).</summary>
    public int MetaClips { get; init; } = 500;

    /// <summary>Frames are seen coarse to fine, see <see cref="FrameOrder"/>; false keeps their order.</summary>
    public bool CoarseToFine { get; init; } = true;
}
