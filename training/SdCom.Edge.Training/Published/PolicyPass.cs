using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>What one forward of the policy stage leaves; rows are frames, row = video x T + position.</summary>
public sealed record PolicyAnswer
{
    /// <summary>Logits after each prefix of a video [N, classes].</summary>
    public required Tensor Prefix { get; init; }

    /// <summary>The static net's own logits [N, classes].</summary>
    public required Tensor Static { get; init; }

    /// <summary>The slim classifier's logits [N, classes].</summary>
    public required Tensor Slim { get; init; }

    /// <summary>The draw of each frame's width.</summary>
    public required GumbelChoice Choice { get; init; }

    /// <summary>What the fusion reads [N, static + supplementary].</summary>
    public required Tensor Fused { get; init; }
}

/// <summary>
/// The policy stage's forward (behaviours 12 to 16): static map, gate, draw; the slimmable trunk with every frame masked to its width; the last map
/// times cumulative soft scores; fusion.
/// </summary>
public static class PolicyPass
{
    /// <summary>Runs pictures [V, T, 3, S, S] with Gumbel noise [V x T, W]; the network's tensors are those of <paramref name="weights"/>.</summary>
    public static PolicyAnswer Run(PublishedSpec spec, Weights weights, Tensor pictures, Tensor noise, bool training, double dropout = 0)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        int videos = (int)pictures.shape[0];
        Tensor frames = pictures.flatten(0, 1);
        Weights glance = weights.Under("policy_net.feat_net");
        Tensor map = StaticTrunk.Map(spec.Static, glance, frames, training);
        Tensor primary = map.mean([2, 3]);
        Tensor scores = PublishedGate.Forward(weights.Under("policy_net.gate"), map, videos, training);
        GumbelChoice choice = GumbelChoice.Draw(scores, noise);

        Tensor look = MaskedTrunk.Map(spec.Dynamic, weights.Under("backbone"), frames, new WidthChoice(choice.Hard, spec.Widths));
        Tensor supplementary = SoftScaling.Apply(look, choice.Soft, spec.Widths).mean([2, 3]);
        Tensor fused = torch.cat([primary, supplementary], 1);
        PolicyAnswer answer = new()
        {
            Prefix = PoolingClassifier.Forward(weights.Under("final_classifier"), fused.view(videos, pictures.shape[1], -1), training, dropout),
            Static = glance.Linear("classifier.1", primary),
            Slim = weights.Linear("classifier", supplementary),
            Choice = choice,
            Fused = fused,
        };
        foreach (Tensor kept in (Tensor[])[answer.Prefix, answer.Static, answer.Slim, choice.Soft, choice.Hard, fused])
            kept.MoveToOuterDisposeScope();
        return answer;
    }
}
