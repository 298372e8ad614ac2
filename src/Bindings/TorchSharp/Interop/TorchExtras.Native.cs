using TorchSharp;
using TorchSharp.Interop;

namespace SdCom.Edge.Bindings;

// The half of the adapter that needs libtorch itself; the official package compiles without it.
public static partial class TorchExtras
{
    static partial void Replace(torch.Tensor parameter, torch.Tensor values) => Native.Check(Native.ts_set_data(parameter.Handle, values.Handle));
}
