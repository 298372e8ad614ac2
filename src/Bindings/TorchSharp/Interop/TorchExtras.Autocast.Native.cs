using TorchSharp;
using TorchSharp.Interop;

namespace SdCom.Edge.Bindings;

// The half of the adapter that needs libtorch itself; the official package compiles without it.
public static partial class TorchExtras
{
    static partial void Enter(torch.Device device, torch.ScalarType type, bool enabled, ref IDisposable? scope) => scope = new AutocastScope(device.type, type, enabled);

    private sealed class AutocastScope : IDisposable
    {
        private readonly int device;
        private readonly AutocastState before;
        private bool left;

        internal AutocastScope(DeviceType device, torch.ScalarType type, bool enabled)
        {
            this.device = (int)device;
            Native.Check(Native.ts_autocast_enter(this.device, new AutocastState(enabled ? 1 : 0, (int)type), out before));
        }

        public void Dispose()
        {
            if (left)
                return;
            left = true;
            Native.Check(Native.ts_autocast_leave(device, before));
        }
    }
}
