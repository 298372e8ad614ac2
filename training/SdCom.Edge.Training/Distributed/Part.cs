using static TorchSharp.torch;

namespace SdCom.Edge.Training.Distributed;

/// <summary>Which part of every batch a process works on: part <paramref name="Index"/>, from 0, of <paramref name="Parts"/> equal ones. The default is the whole batch.</summary>
public readonly record struct Part(int Index, int Parts)
{
    /// <summary>Rows of a batch of <paramref name="total"/> that are this part's.</summary>
    public (int Start, int Length) Of(int total)
    {
        int length = total / Math.Max(1, Parts);
        return (Index * length, length);
    }

    /// <summary>
    /// Random numbers for this part [n, ..]: those of the whole batch are drawn and its own rows kept. So noise does not depend on how many
    /// processes share a batch.
    /// </summary>
    /// <param name="shape">Of this part.</param>
    /// <param name="draw">Draws for a shape; all processes must have seeded alike.</param>
    public Tensor Draw(long[] shape, Func<long[], Tensor> draw)
    {
        if (Parts <= 1)
            return draw(shape);
        using Tensor whole = draw([shape[0] * Parts, .. shape[1..]]);
        return whole.narrow(0, Index * shape[0], shape[0]);
    }
}
