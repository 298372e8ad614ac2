using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Layers;

/// <summary>The fusion's second half: a window of mixed frames to class logits.</summary>
internal abstract class WindowHead : IDisposable
{
    /// <summary>How many answers a window gives while the head learns, oldest first; the last one is the window's own.</summary>
    public abstract int Answers { get; }

    /// <summary>Windows [N, T, Hidden], oldest frame first, to logits [N, classes].</summary>
    public abstract Tensor Classify(Tensor window, FusionDropout dropout);

    /// <summary>The same for all answers [N x Answers, classes]; row = window x Answers + answer.</summary>
    public abstract Tensor Lessons(Tensor window, FusionDropout dropout);

    /// <summary>Adds every tensor by name.</summary>
    public abstract void Collect(string prefix, NamedTensors into);

    public abstract void Dispose();
}

/// <summary>Ours: what frames show and how they differ from the frame before, maximum and mean over the window, one classifier; see <see cref="FusionSpec"/>.</summary>
internal sealed class MotionHead(FusionSpec spec, Device device) : WindowHead
{
    private readonly Dense motion = new(2 * spec.Hidden, spec.Hidden, device);
    private readonly Dense classify = new(2 * spec.Hidden, spec.Classes, device);

    public override int Answers => 1;

    public override Tensor Classify(Tensor window, FusionDropout dropout)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long frames = window.shape[1];
        Tensor still = torch.zeros_like(window.narrow(1, 0, 1));
        Tensor change = frames == 1 ? still : torch.cat([still, window.narrow(1, 1, frames - 1) - window.narrow(1, 0, frames - 1)], 1);
        Tensor moved = motion.Forward(torch.cat([window, change], 2)).relu_();
        Tensor pooled = torch.cat([moved.max(1).values, moved.mean([1])], 1);
        pooled = dropout.Drop(pooled, dropout.Pooled);
        return classify.Forward(pooled).MoveToOuterDisposeScope();
    }

    public override Tensor Lessons(Tensor window, FusionDropout dropout) => Classify(window, dropout);

    public override void Collect(string prefix, NamedTensors into)
    {
        motion.Collect($"{prefix}.motion", into);
        classify.Collect($"{prefix}.classify", into);
    }

    public override void Dispose()
    {
        motion.Dispose();
        classify.Dispose();
    }
}

/// <summary>
/// As published, to compare with: a running maximum over the window's frames and a classifier of its own for each position, all of which learn. Order within a
/// prefix is lost, and so is the difference between frames.
/// </summary>
internal sealed class PrefixHead(FusionSpec spec, Device device) : WindowHead
{
    private readonly Dense[] classifiers = [.. Enumerable.Range(0, spec.Segments).Select(_ => new Dense(spec.Hidden, spec.Classes, device))];

    public override int Answers => classifiers.Length;

    public override Tensor Classify(Tensor window, FusionDropout dropout)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return classifiers[^1].Forward(dropout.Drop(window.max(1).values, dropout.Pooled)).MoveToOuterDisposeScope();
    }

    public override Tensor Lessons(Tensor window, FusionDropout dropout)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor pooled = window.select(1, 0);
        Tensor[] answers = new Tensor[classifiers.Length];
        for (int t = 0; t < answers.Length; t++)
        {
            pooled = pooled.maximum(window.select(1, t));
            answers[t] = classifiers[t].Forward(dropout.Drop(pooled, dropout.Pooled));
        }

        return torch.stack(answers, 1).flatten(0, 1).MoveToOuterDisposeScope();
    }

    public override void Collect(string prefix, NamedTensors into)
    {
        for (int t = 0; t < classifiers.Length; t++)
            classifiers[t].Collect($"{prefix}.classifiers.{t}", into);
    }

    public override void Dispose()
    {
        foreach (Dense classifier in classifiers)
            classifier.Dispose();
    }
}
