using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>Which moved parameters the meta forward uses.</summary>
public enum MetaVariant
{
    /// <summary>All but the GRU's: the published parameter swap does not reach it (defect 3).</summary>
    AsPublished,

    /// <summary>All, as the paper means it.</summary>
    GruIncluded,
}

/// <summary>One batch of the policy stage.</summary>
/// <param name="Pictures">[V, T, 3, S, S].</param>
/// <param name="Labels">[V].</param>
/// <param name="Noise">Gumbel noise [V x T, W].</param>
public sealed record PolicyBatch(Tensor Pictures, Tensor Labels, Tensor Noise);

/// <summary>What the meta step found, before the meta-net moves.</summary>
/// <param name="PerFrame">Losses [N, 2] of the pseudo forward.</param>
/// <param name="Weights">The meta-net's answers [N, 2] to them.</param>
/// <param name="PseudoGradients">Gradients of the weighted loss by parameter name.</param>
/// <param name="Moved">Parameters after the pseudo step by name.</param>
/// <param name="Loss">The loss of the moved network on the meta batch.</param>
public sealed record MetaAnswer(
    Tensor PerFrame, Tensor Weights, IReadOnlyDictionary<string, Tensor> PseudoGradients, IReadOnlyDictionary<string, Tensor> Moved, Tensor Loss);

/// <summary>
/// The step of the meta-net (behaviour 18; Shu et al. 2019, equations 3 to 5): the network takes a differentiable SGD step on its weighted loss, and the
/// gradient of the moved network's loss on a meta batch goes back through that step into the meta-net: a gradient of a gradient. The step of
/// <see cref="MetaOptimiser"/> follows.
/// </summary>
public static class MetaStep
{
    /// <summary>Puts the gradients of the meta loss into the meta-net's parameters. Network and running statistics stay as they are.</summary>
    public static MetaAnswer Backward(
        PublishedNetwork network, MetaNet net, PolicyBatch batch, PolicyBatch meta, double alpha, double rate, MetaVariant variant, double decay = 1e-4, double dropout = 0)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        PublishedSpec spec = network.Spec;
        Weights weights = new Weights(network.All()).WithOwnStatistics();

        PolicyAnswer pseudo = PolicyPass.Run(spec, weights, batch.Pictures, batch.Noise, training: true, dropout);
        Tensor perFrame = PolicyStep.PerFrame(spec, pseudo, batch.Labels);
        Tensor judged = net.Forward(perFrame);
        Tensor weighted = PolicyStep.Weighted(pseudo, perFrame, MetaNet.Blend(judged, alpha));
        (string Name, Tensor Value)[] parameters = [.. network.Policy().Entries.Where(e => e.Value is Parameter)];
        IList<Tensor> gradients = torch.autograd.grad([weighted], [.. parameters.Select(p => p.Value)], retain_graph: true, create_graph: true);
        Dictionary<string, Tensor> moved = parameters.Zip(gradients)
            .ToDictionary(p => p.First.Name, p => p.First.Value - ((p.Second + (p.First.Value * decay)) * rate));

        Weights after = weights.With(moved.Where(p => variant == MetaVariant.GruIncluded || !p.Key.Contains(".gru.", StringComparison.Ordinal)));
        PolicyAnswer answer = PolicyPass.Run(spec, after, meta.Pictures, meta.Noise, training: true, dropout);
        Tensor loss = PolicyStep.Weighted(answer, PolicyStep.PerFrame(spec, answer, meta.Labels), torch.ones(2, device: network.Device));
        Parameter[] learned = [.. net.All().Parameters];
        foreach ((Parameter parameter, Tensor gradient) in learned.Zip(torch.autograd.grad([loss], learned)))
            parameter.grad = gradient;

        return new MetaAnswer(
            Keep(perFrame),
            Keep(judged),
            parameters.Zip(gradients).ToDictionary(p => p.First.Name, p => Keep(p.Second)),
            moved.ToDictionary(p => p.Key, p => Keep(p.Value)),
            Keep(loss));

        static Tensor Keep(Tensor value) => value.detach().MoveToOuterDisposeScope();
    }
}
