using SdCom.Edge.Core;
using SdCom.Edge.Training.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>What a step says about itself.</summary>
/// <param name="Losses">Each width's loss, widest first.</param>
/// <param name="FullLogits">The full width's video logits [V, classes].</param>
/// <param name="Targets">The soft targets [V, classes] of the widths that learned from the teacher.</param>
public sealed record SupernetAnswer(IReadOnlyList<double> Losses, Tensor FullLogits, IReadOnlyDictionary<Width, Tensor> Targets);

/// <summary>
/// The published supernet step (behaviours 8 and 9): all widths from widest to narrowest, one backward each, gradients add up. With a teacher, an
/// exponential moving average of the net in evaluation mode, the full width learns from the labels and the others from the teacher's answers.
/// The optimiser's step and <see cref="Ema.Update"/> follow.
/// </summary>
public static class SupernetStep
{
    /// <summary>The published optimiser: SGD with momentum 0.9 and decay 1e-4 on everything, norms and biases too (behaviour 11).</summary>
    public static SGD Optimiser(IEnumerable<Parameter> parameters, double rate) =>
        torch.optim.SGD(parameters, rate, momentum: 0.9, weight_decay: 1e-4);

    /// <summary>Adds the gradients of one batch; pictures [V, T, 3, S, S], labels [V].</summary>
    public static SupernetAnswer Backward(SlimVideoNet student, SlimVideoNet? teacher, Tensor pictures, Tensor labels)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Dictionary<Width, Tensor> targets = teacher is null ? [] : Teach(teacher, pictures);
        List<double> losses = [];
        Tensor? full = null;
        foreach (Width width in student.Widths.Reverse())
        {
            using DisposeScope one = torch.NewDisposeScope();
            Tensor logits = student.Forward(pictures, width, NormPass.Train);
            Tensor loss = targets.TryGetValue(width, out Tensor? target)
                ? PublishedLosses.SoftTarget(logits, target)
                : PublishedLosses.LabelSmoothing(logits, labels).mean();
            loss.backward();
            losses.Add(loss.ToDouble());
            full ??= logits.detach().MoveToOuterDisposeScope();
        }

        foreach (Tensor target in targets.Values)
            target.MoveToOuterDisposeScope();
        return new SupernetAnswer(losses, full!.MoveToOuterDisposeScope(), targets);
    }

    // The narrowest running width learns from the mean of all wider ones' answers, the others from the full width's. Width 0 is trained like the
    // middle ones; the code meant label smoothing for it, and overwrites that (defect 6).
    private static Dictionary<Width, Tensor> Teach(SlimVideoNet teacher, Tensor pictures)
    {
        using IDisposable off = torch.no_grad();
        Width narrowest = teacher.Widths.NonZero.First();
        Tensor[] answers = [.. teacher.Widths.Where(w => w > narrowest).Select(w => teacher.Forward(pictures, w, NormPass.Evaluate).softmax(1))];
        Dictionary<Width, Tensor> targets = teacher.Widths.Where(w => w != Width.Full && w != narrowest).ToDictionary(w => w, _ => answers[^1].alias());
        if (narrowest != Width.Full)
            targets[narrowest] = torch.stack(answers).mean([0]);
        return targets;
    }
}
