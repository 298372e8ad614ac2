using SdCom.Edge.Training.Distributed;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace SdCom.Edge.Training.Stages;

/// <summary>Parameters that learn at a common multiple of the scheduled rate.</summary>
public sealed record RateGroup(IEnumerable<Parameter> Parameters, double Multiplier);

/// <summary>An optimiser and the multiples at which its groups follow the schedule.</summary>
public sealed class Optimiser : IDisposable
{
    private readonly double[] multipliers;
    private readonly Parameter[] parameters;

    private Optimiser(OptimizerHelper engine, IReadOnlyList<RateGroup> groups)
    {
        Engine = engine;
        multipliers = [.. groups.Select(g => g.Multiplier)];
        parameters = [.. groups.SelectMany(g => g.Parameters)];
    }

    /// <summary>TorchSharp's optimiser, which holds the moments.</summary>
    public OptimizerHelper Engine { get; }

    /// <summary>The processes over whose parts of the batch the gradients are averaged before a step.</summary>
    public Workers Workers { get; set; } = Workers.Alone;

    /// <summary>Creates AdamW, or SGD with momentum 0.9.</summary>
    public static Optimiser Create(string kind, double weightDecay, params IReadOnlyList<RateGroup> groups) => new(
        kind == "sgd"
            ? torch.optim.SGD([.. groups.Select(g => new SGD.ParamGroup(g.Parameters, 0, momentum: 0.9, weight_decay: weightDecay))], 0)
            : torch.optim.AdamW([.. groups.Select(g => new AdamW.ParamGroup(g.Parameters, 0, weight_decay: weightDecay))], 0),
        groups);

    /// <summary>Moves the parameters that have gradients, at their group's multiple of <paramref name="rate"/>.</summary>
    /// <param name="rate">The scheduled rate.</param>
    /// <param name="longest">Longest gradient over all parameters; 0 leaves it alone.</param>
    /// <param name="batches">Batches whose gradients were added up; the step follows their mean.</param>
    public void Step(double rate, double longest = 0, int batches = 1)
    {
        if (batches > 1)
            Divide(batches);
        Workers.Average(parameters);
        if (longest > 0)
            torch.nn.utils.clip_grad_norm_(parameters, longest);
        foreach ((ILearningRateController group, double multiplier) in Engine.ParamGroups.Zip(multipliers))
            group.LearningRate = rate * multiplier;
        Engine.step();
    }

    /// <summary>Forgets the gradients of all parameters; see <see cref="Networks.NamedTensors.ForgetGradients"/>.</summary>
    public void ForgetGradients()
    {
        foreach (Parameter parameter in parameters)
            parameter.grad = null;
    }

    public void Dispose() => Engine.Dispose();

    private void Divide(int batches)
    {
        using IDisposable off = torch.no_grad();
        foreach (Parameter parameter in parameters)
            parameter.grad?.div_(batches);
    }
}
