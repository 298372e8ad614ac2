using SdCom.Edge.Core;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Stages;

/// <summary>
/// One step of the sandwich rule with in-place distillation (Yu and Huang 2019): the full width learns from the labels; skip, the narrowest
/// width and one in between learn from the labels and from what the full width just answered.
/// </summary>
public static class Sandwich
{
    /// <summary>Adds the gradients of one batch to the parameters.</summary>
    /// <param name="network">What learns.</param>
    /// <param name="pictures">[clips x T, 3, S, S]</param>
    /// <param name="labels">[clips]</param>
    /// <param name="narrower">The widths that learn beside the full one.</param>
    /// <param name="recipe">Label smoothing, distillation and dropout.</param>
    /// <param name="teacher">Whose full width the narrower ones learn from; null is the network's own.</param>
    public static StepResult Backward(
        SdComNetwork network, Tensor pictures, Tensor labels, IReadOnlyList<Width> narrower, SupernetRecipe recipe, SdComNetwork? teacher = null)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        int clips = (int)labels.shape[0];
        FusionDropout dropout = new(recipe.FeatureDropout, recipe.PooledDropout) { Part = network.Workers.Part };
        Tensor primary = network.Primary(pictures, NormPass.Train, clips);

        // The gradients of all widths meet in this leaf, so that each width's activations are gone before the next one's come
        // and the static net runs backward once.
        Tensor shared = primary.detach().requires_grad_();
        Tensor targets;
        StepResult result;
        using (DisposeScope full = torch.NewDisposeScope())
        {
            Tensor logits = Answer(Width.Full);
            Tensor loss = F.cross_entropy(logits, labels, label_smoothing: recipe.LabelSmoothing);
            loss.backward();
            Tensor answer = logits.detach();
            targets = (teacher is null ? answer.softmax(1) : Teach(teacher, pictures, clips)).MoveToOuterDisposeScope();
            result = new StepResult(loss.item<float>(), (int)answer.argmax(1).eq(labels).sum().item<long>(), clips);
        }

        Tensor narrowLoss = torch.zeros(1, device: network.Device);
        foreach (Width width in narrower)
        {
            using DisposeScope narrow = torch.NewDisposeScope();
            Tensor logits = Answer(width);
            Tensor taught = -(targets * logits.log_softmax(1)).sum(1).mean();
            Tensor told = F.cross_entropy(logits, labels, label_smoothing: recipe.LabelSmoothing);
            Tensor loss = (taught * recipe.Distillation) + (told * (1 - recipe.Distillation));
            loss.backward();
            narrowLoss.add_(loss.detach());
        }

        if (primary.requires_grad) // not when the static net is frozen
            primary.backward([shared.grad!]);
        double narrows = narrowLoss.item<float>();
        return double.IsFinite(narrows) ? result : result with { Loss = narrows }; // tells of any width that went astray

        Tensor Answer(Width width) => network.Fusion.Forward(shared, network.Supplementary(pictures, width, NormPass.Train, clips), clips, dropout);
    }

    // As at inference: running statistics, nothing dropped.
    private static Tensor Teach(SdComNetwork teacher, Tensor pictures, int clips)
    {
        using IDisposable off = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor? look = teacher.Supplementary(pictures, Width.Full, NormPass.Evaluate, clips);
        return teacher.Fusion.Forward(teacher.Primary(pictures, NormPass.Evaluate, clips), look, clips).softmax(1).MoveToOuterDisposeScope();
    }

    /// <summary>Skip if there is one, the narrowest width, and one drawn from those between it and full.</summary>
    public static IReadOnlyList<Width> Draw(WidthSet widths, Random random)
    {
        List<Width> narrower = [.. widths.Where(w => w.IsSkip)];
        Width[] partial = [.. widths.NonZero.Where(w => w != Width.Full)];
        if (partial.Length > 0)
            narrower.Add(partial[0]);
        if (partial.Length > 1)
            narrower.Add(partial[random.Next(1, partial.Length)]);
        return narrower;
    }
}
