using static TorchSharp.torch;

namespace SdCom.Edge.Training.Layers;

/// <summary>What the temporal shifts of a trunk keep of the last frame of each stream. The trunk itself remembers nothing: the state goes in and the next one comes out.</summary>
public sealed class ShiftState : IDisposable
{
    private readonly Tensor[] kept; // of each shifting block [streams, c, H, W]; none before the first frame

    internal ShiftState(int streams, Tensor[] kept)
    {
        Streams = streams;
        this.kept = kept;
    }

    /// <summary>How many streams, or clips, it belongs to.</summary>
    public int Streams { get; }

    /// <summary>The state of streams that have seen nothing.</summary>
    public static ShiftState Fresh(int streams) => new(streams, []);

    /// <summary>Hands the tensors over to the dispose scope around the innermost one.</summary>
    public ShiftState MoveToOuterDisposeScope()
    {
        foreach (Tensor tensor in kept)
            tensor.MoveToOuterDisposeScope();
        return this;
    }

    /// <summary>Takes the tensors out of their dispose scope: the caller disposes the state.</summary>
    public ShiftState DetachFromDisposeScope()
    {
        foreach (Tensor tensor in kept)
            tensor.DetachFromDisposeScope();
        return this;
    }

    public void Dispose()
    {
        foreach (Tensor tensor in kept)
            tensor.Dispose();
    }

    /// <summary>What the shifting block of this number kept; null before the first frame.</summary>
    internal Tensor? Of(int block) => kept.Length == 0 ? null : kept[block];
}
