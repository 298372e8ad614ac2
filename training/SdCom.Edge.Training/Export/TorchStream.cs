using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Export;

/// <summary>What the torch modules answer to one frame of a stream.</summary>
/// <param name="Scores">Gate scores, one per width.</param>
/// <param name="Logits">One per class.</param>
public sealed record TorchAnswer(float[] Scores, float[] Logits);

/// <summary>
/// One stream through the torch modules, frame by frame, with the state between frames that the device keeps: the reference that exported graphs are compared with.
/// </summary>
public sealed class TorchStream : IDisposable
{
    private readonly SdComNetwork network;
    private Tensor hidden;
    private ShiftState staticShift = ShiftState.Fresh(streams: 1);
    private ShiftState dynamicShift = ShiftState.Fresh(streams: 1);
    private Tensor window; // [1, T, Hidden], newest last

    /// <summary>Starts a stream with everything forgotten; the network is only lent.</summary>
    public TorchStream(SdComNetwork network)
    {
        this.network = network;
        NetworkSpec spec = network.Spec;
        hidden = torch.zeros([1, spec.Gate.Hidden], device: network.Device);
        window = torch.zeros([1, spec.Fusion.Segments, spec.Fusion.Hidden], device: network.Device);
    }

    /// <summary>Answers a picture, RGB bytes [S, S, 3], with the dynamic net at <paramref name="width"/>.</summary>
    public TorchAnswer Process(ReadOnlySpan<byte> rgb, Width width)
    {
        using IDisposable off = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor picture = Normalised(rgb, network.Spec.InputSize).to(network.Device);
        (Tensor primary, ShiftState nextStaticShift) = network.PrimaryStep(picture, NormPass.Evaluate, staticShift);
        (Tensor? supplementary, ShiftState nextDynamicShift) = network.SupplementaryStep(picture, width, NormPass.Evaluate, dynamicShift);
        (Tensor scores, Tensor nextHidden) = network.Gate.Step(primary, hidden);
        Tensor mixed = network.Fusion.Mix(primary, supplementary).unsqueeze(1);
        Tensor nextWindow = torch.cat([window.narrow(1, 1, window.shape[1] - 1), mixed], 1);
        TorchAnswer answer = new(Numbers(scores), Numbers(network.Fusion.Classify(nextWindow)));

        hidden.Dispose();
        window.Dispose();
        staticShift.Dispose();
        staticShift = nextStaticShift.MoveToOuterDisposeScope();
        if (!ReferenceEquals(dynamicShift, nextDynamicShift)) // skip leaves it
        {
            dynamicShift.Dispose();
            dynamicShift = nextDynamicShift.MoveToOuterDisposeScope();
        }

        hidden = nextHidden.MoveToOuterDisposeScope();
        window = nextWindow.MoveToOuterDisposeScope();
        return answer;
    }

    public void Dispose()
    {
        hidden.Dispose();
        window.Dispose();
        staticShift.Dispose();
        dynamicShift.Dispose();
    }

    /// <summary>RGB bytes [S, S, 3] as [1, 3, S, S] with values x / 127.5 - 1.</summary>
    public static Tensor Normalised(ReadOnlySpan<byte> rgb, int size)
    {
        float[] planes = new float[rgb.Length];
        int area = size * size;
        for (int i = 0; i < area; i++)
        {
            for (int channel = 0; channel < 3; channel++)
                planes[(channel * area) + i] = (rgb[(i * 3) + channel] / 127.5f) - 1;
        }

        return torch.tensor(planes, [1, 3, size, size]);
    }

    private static float[] Numbers(Tensor row)
    {
        using Tensor here = row.cpu().contiguous();
        return here.data<float>().ToArray();
    }
}
