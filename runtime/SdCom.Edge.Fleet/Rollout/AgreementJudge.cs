using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Fleet.Rollout;

/// <summary>How often the audit found that the gate's answers were the full width's.</summary>
/// <param name="Windows">Windows that were compared.</param>
/// <param name="Agreed">Those with the same answer.</param>
public readonly record struct Agreement(long Windows, long Agreed)
{
    public double Share => Windows == 0 ? 0 : (double)Agreed / Windows;

    public static Agreement operator -(Agreement a, Agreement b) => new(a.Windows - b.Windows, a.Agreed - b.Agreed);

    public static Agreement operator +(Agreement a, Agreement b) => new(a.Windows + b.Windows, a.Agreed + b.Agreed);
}

/// <summary>Says when a new model agrees with itself less than the one before it did: by more than chance (<see cref="TwoProportions"/>), once there are enough windows of either.</summary>
public static class AgreementJudge
{
    /// <summary>The fewest windows of either model on which a judgement rests.</summary>
    public const int LeastWindows = 20;

    /// <summary>Whether agreement fell.</summary>
    public static bool Fell(Agreement before, Agreement after) =>
        before.Windows >= LeastWindows && after.Windows >= LeastWindows && TwoProportions.IsLower(after.Agreed, after.Windows, before.Agreed, before.Windows);
}
