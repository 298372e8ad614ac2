using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

[assembly: AssemblyFixture(typeof(SdCom.Edge.Training.Tests.TwinDevice.EarlyTwin))]

namespace SdCom.Edge.Training.Tests.TwinDevice;

/// <summary>A device that is not the CPU and computes as the CPU does, bit by bit; see twin_device.cpp. It stands in for CUDA where no GPU is.</summary>
internal static class Twin
{
    private static readonly Lazy<Device> Loaded = new(() =>
    {
        torch.set_num_threads(1); // loads libtorch
        nint library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libtwin_device.so"));
        return new Device((DeviceType)Marshal.GetDelegateForFunctionPointer<Number>(NativeLibrary.GetExport(library, "twin_device_type"))(), 0);
    });

    private delegate int Number();

    public static Device Device => Loaded.Value;

    /// <summary>Its name as a run takes it.</summary>
    public static string Name => FormattableString.Invariant($"{(int)Device.type}:0");
}

/// <summary>Makes the device before any test: the first backward pass of a process counts the devices that there are.</summary>
public sealed class EarlyTwin
{
    public EarlyTwin() => _ = Twin.Device;
}
