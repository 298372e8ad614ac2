namespace SdCom.Edge.Training.Recipes;

/// <summary>How the learning rate falls after the warm-up.</summary>
public sealed record ScheduleRecipe
{
    /// <summary><c>cosine</c> to 0 at the end, <c>multistep</c> at milestones, or <c>plateau</c> when the training loss stalls.</summary>
    public string Kind { get; init; } = "cosine";

    /// <summary>For multistep: the numbers of epochs after which the rate drops.</summary>
    public IReadOnlyList<int> Milestones { get; init; } = [];

    /// <summary>For multistep and plateau: what a drop multiplies the rate by.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>For plateau: epochs without a smaller mean loss before the rate drops.</summary>
    public int Patience { get; init; } = 3;
}
