using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Distributed;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Layers;

/// <summary>How much of the fusion's inputs and of its pooled vector is dropped while training; 0 and 0 when not.</summary>
public readonly record struct FusionDropout(double Features, double Pooled)
{
    /// <summary>The part of the batch that is dropped from.</summary>
    public Part Part { get; init; }

    /// <summary>Drops a share of x [N, ..] and scales up the rest.</summary>
    internal Tensor Drop(Tensor x, double share)
    {
        if (share == 0)
            return x;
        if (Part.Parts <= 1)
            return F.dropout(x, share);
        using Tensor kept = Part.Draw(x.shape, whole => F.dropout(torch.ones(whole, device: x.device), share));
        return x * kept;
    }
}

/// <summary>Mixes both features of a frame and classifies a window of mixed frames; see <see cref="FusionSpec"/> for the equations.</summary>
public sealed class Fusion : IDisposable
{
    private readonly Dense mix;
    private readonly Parameter normWeight;
    private readonly Parameter normBias;
    private readonly WindowHead head;

    /// <summary>A fusion with random weights; with <paramref name="prefixes"/> it pools as published, see <see cref="NetworkDescription.Pooling"/>.</summary>
    public Fusion(FusionSpec spec, Device? device = null, bool prefixes = false)
    {
        Device on = device ?? torch.CPU;
        Spec = spec;
        mix = new Dense(spec.Primary + spec.Supplementary, spec.Hidden, on);
        normWeight = new Parameter(torch.ones(spec.Hidden, device: on));
        normBias = new Parameter(torch.zeros(spec.Hidden, device: on));
        head = prefixes ? new PrefixHead(spec, on) : new MotionHead(spec, on);
    }

    public FusionSpec Spec { get; }

    /// <summary>z of each frame: primary [N, P] and supplementary [N, any part of D, zero-padded here; null when skipped] to [N, Hidden].</summary>
    public Tensor Mix(Tensor primary, Tensor? supplementary, FusionDropout dropout = default)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor both = supplementary is null
            ? F.pad(primary, [0, Spec.Supplementary])
            : torch.cat([primary, F.pad(supplementary, [0, Spec.Supplementary - supplementary.shape[1]])], 1);
        both = dropout.Drop(both, dropout.Features);
        return F.layer_norm(mix.Forward(both), [Spec.Hidden], normWeight, normBias).relu_().MoveToOuterDisposeScope();
    }

    /// <summary>Cosine [N] between what the primary feature [N, P] and the supplementary one [N, any part of D] bring into the mix.</summary>
    public Tensor Similarity(Tensor primary, Tensor supplementary)
    {
        using DisposeScope scope = torch.NewDisposeScope();

        // The epsilon keeps the gradient of a feature that is nearly nothing from blowing up.
        return F.cosine_similarity(mix.Part(primary, 0), mix.Part(supplementary, Spec.Primary), 1, 1e-4).MoveToOuterDisposeScope();
    }

    /// <summary>Logits [N, classes] of windows [N, T, Hidden], oldest frame first. T is the window's length: zeros in it count as frames.</summary>
    public Tensor Classify(Tensor window, FusionDropout dropout = default) => head.Classify(window, dropout);

    /// <summary>Logits [N, classes] of N clips whose frames lie clip by clip: primary [N x T, P], supplementary as in <see cref="Mix"/>.</summary>
    public Tensor Forward(Tensor primary, Tensor? supplementary, int clips, FusionDropout dropout = default)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor mixed = Mix(primary, supplementary, dropout);
        return Classify(mixed.view(clips, -1, Spec.Hidden), dropout).MoveToOuterDisposeScope();
    }

    /// <summary>How many answers of a window learn, see <see cref="Lessons"/>: 1, or as published one for each of its frames.</summary>
    public int Answers => head.Answers;

    /// <summary>
    /// Logits of the newest window of clips, all answers that learn [N x Answers, classes]: primary [N, L, P], supplementary [N, L, D]; a clip shorter than the
    /// window leaves zeros in it, as a stream does.
    /// </summary>
    public Tensor Lessons(Tensor primary, Tensor supplementary, FusionDropout dropout)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long clips = primary.shape[0], frames = primary.shape[1];
        Tensor mixed = Mix(primary.reshape(clips * frames, -1), supplementary.reshape(clips * frames, -1), dropout).view(clips, frames, -1);
        Tensor window = frames >= Spec.Segments
            ? mixed.narrow(1, frames - Spec.Segments, Spec.Segments)
            : F.pad(mixed, [0, 0, Spec.Segments - frames, 0]);
        return head.Lessons(window, dropout).MoveToOuterDisposeScope();
    }

    /// <summary>The label [N] of every lesson [N x Answers].</summary>
    public Tensor LessonLabels(Tensor labels) => Answers == 1 ? labels.alias() : labels.repeat_interleave(Answers);

    /// <summary>How many clips' own answers, the last of each clip's lessons, are right.</summary>
    public int Right(Tensor lessons, Tensor labels)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor own = lessons.detach().view(labels.shape[0], Answers, -1).select(1, -1);
        return (int)own.argmax(1).eq(labels).sum().item<long>();
    }

    /// <summary>Adds every tensor by name.</summary>
    public void Collect(string prefix, NamedTensors into)
    {
        mix.Collect($"{prefix}.mix", into);
        into.Add($"{prefix}.norm.weight", normWeight);
        into.Add($"{prefix}.norm.bias", normBias);
        head.Collect(prefix, into);
    }

    public void Dispose()
    {
        mix.Dispose();
        normWeight.Dispose();
        normBias.Dispose();
        head.Dispose();
    }
}
