using TorchSharp;

namespace SdCom.Edge.Bindings;

/// <summary>
/// What the official TorchSharp API lacks and training wants: a memory layout and heap tuning. Both only change speed, never numbers beyond
/// rounding. With Bindings=nuget this file is compiled with TorchExtras.Official.cs beside it, whose halves do nothing.
/// </summary>
public static partial class TorchExtras
{
    /// <summary>The same picture batch [N, C, H, W] with channels innermost in memory (NHWC), about twice as fast in convolutions on a CPU.</summary>
    public static torch.Tensor ToChannelsLast(torch.Tensor tensor) => ChannelsLast(tensor);

    /// <summary>Puts every four-dimensional parameter of the module into that layout, in place.</summary>
    public static T ToChannelsLast<T>(T module) where T : torch.nn.Module
    {
        foreach (torch.Tensor parameter in module.parameters())
        {
            if (parameter.Dimensions == 4)
                MakeChannelsLast(parameter);
        }
        return module;
    }

    /// <summary>Lets the heap keep big buffers between steps instead of giving them back to the kernel. Call once at start.</summary>
    public static void SetMallocThresholds(long bytes = 1L << 30) => SetThresholds(bytes);

    /// <summary>averages[i] = decay * averages[i] + (1 - decay) * values[i], recorded nowhere.</summary>
    public static void MoveAverages(IList<torch.Tensor> averages, IList<torch.Tensor> values, double decay)
    {
        if (averages.Count != values.Count)
            throw new ArgumentException($"{averages.Count} averages for {values.Count} values");
        Average(averages, values, decay);
    }
}
