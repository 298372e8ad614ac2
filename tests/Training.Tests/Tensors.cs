using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests;

internal static class Tensors
{
    /// <summary>Tensors that somebody still holds. What earlier tests left to the garbage collector is gone first; else the count falls while a test runs.</summary>
    public static long Alive()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
