using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Published;

/// <summary>
/// The published gate: 1x1 convolution, norm, tanh, linear, norm, tanh on each frame's map; a GRU over the video's frames from a zero state;
/// linear to one logit per width (behaviour 12). As a function of its tensors, so that the meta step can differentiate through it twice.
/// </summary>
public static class PublishedGate
{
    /// <summary>Maps [V x T, C, h, w] of V videos after each other to logits [V x T, W].</summary>
    public static Tensor Forward(Weights gate, Tensor map, int videos, bool training)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor hidden = Hidden(gate, Encode(gate, map, training).view(videos, map.shape[0] / videos, -1));
        return gate.Linear("fc", hidden.flatten(0, 1)).MoveToOuterDisposeScope();
    }

    /// <summary>Maps [N, C, h, w] to encodings [N, H].</summary>
    public static Tensor Encode(Weights gate, Tensor map, bool training)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor squeezed = gate.Norm("encoder.1", F.conv2d(map, gate["encoder.0.weight"]), training).tanh();
        Tensor encoded = gate.Linear("encoder.4", squeezed.flatten(1));
        return gate.Norm("encoder.5", encoded, training).tanh().MoveToOuterDisposeScope();
    }

    /// <summary>Encodings [V, T, H] to the GRU's hidden vector after each frame, [V, T, H].</summary>
    public static Tensor Hidden(Weights gate, Tensor encoded)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor hidden = torch.zeros_like(encoded.select(1, 0));
        List<Tensor> steps = [];
        for (int t = 0; t < encoded.shape[1]; t++)
        {
            hidden = Step(gate.Under("gru"), encoded.select(1, t), hidden);
            steps.Add(hidden);
        }

        return torch.stack(steps, 1).MoveToOuterDisposeScope();
    }

    /// <summary>One step of PyTorch's GRU, x [N, I] and h [N, H]: n = tanh(W x + b + r (U h + c)), h' = n + z (h - n), gates in the order r, z, n.</summary>
    public static Tensor Step(Weights gru, Tensor x, Tensor h)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor[] given = F.linear(x, gru["weight_ih_l0"], gru["bias_ih_l0"]).chunk(3, 1);
        Tensor[] kept = F.linear(h, gru["weight_hh_l0"], gru["bias_hh_l0"]).chunk(3, 1);
        Tensor reset = (given[0] + kept[0]).sigmoid();
        Tensor update = (given[1] + kept[1]).sigmoid();
        Tensor candidate = (given[2] + (reset * kept[2])).tanh();
        return (candidate + (update * (h - candidate))).MoveToOuterDisposeScope();
    }
}
