using TorchSharp;
using TorchSharp.Interop;

namespace SdCom.Edge.Bindings;

public static partial class TorchExtras
{
    private static torch.Tensor ChannelsLast(torch.Tensor tensor) =>
        torch.Tensor.New(Native.ts_channels_last(tensor.Handle, out TensorHandle r), r);

    private static void MakeChannelsLast(torch.Tensor parameter)
    {
        using torch.Tensor plain = parameter.detach();
        using torch.Tensor moved = ChannelsLast(plain);
        Native.Check(Native.ts_set_data(parameter.Handle, moved.Handle));
    }

    private static void SetThresholds(long bytes) => Native.Check(Native.ts_set_malloc_thresholds(bytes));

    private static void Average(IList<torch.Tensor> averages, IList<torch.Tensor> values, double decay)
    {
        using var to = new HandleList(averages);
        using var from = new HandleList(values);
        Native.Check(Native.ts_ema_step(to.Pointers, from.Pointers, to.Count, decay));
    }
}
