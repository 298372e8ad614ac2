using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Moves all parameters and buffers of a module to another place or type, in place.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module => Convert(module, type, null);

    public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module => Convert(module, null, device);

    public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module =>
        Convert(module, type, device);

    public static T to<T>(this T module, string device, bool non_blocking = false) where T : torch.nn.Module =>
        Convert(module, null, new torch.Device(device));

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module =>
        Convert(module, null, new torch.Device(deviceType, deviceIndex));

    public static T to<T>(this T module, torch.Tensor other, bool non_blocking = false) where T : torch.nn.Module =>
        Convert(module, other.dtype, other.device);

    public static T cpu<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => Convert(module, null, torch.CPU);

    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module =>
        Convert(module, null, new torch.Device(DeviceType.CUDA, deviceIndex));

    public static T @float<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => Convert(module, torch.ScalarType.Float32, null);

    public static T @double<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => Convert(module, torch.ScalarType.Float64, null);

    public static T half<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => Convert(module, torch.ScalarType.Float16, null);

    public static T bfloat16<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => Convert(module, torch.ScalarType.BFloat16, null);

    private static T Convert<T>(T module, torch.ScalarType? type, torch.Device? device) where T : torch.nn.Module
    {
        foreach (torch.Tensor tensor in module.parameters().Cast<torch.Tensor>().Concat(module.buffers()))
        {
            // Whole-number buffers (batch counters) keep their type.
            torch.ScalarType target = type is not null && tensor.is_floating_point() ? type.Value : tensor.dtype;
            Move(tensor, target, device ?? tensor.device);
        }
        return module;
    }

    private static void Move(torch.Tensor tensor, torch.ScalarType type, torch.Device device)
    {
        using torch.Tensor plain = tensor.detach();
        using torch.Tensor moved = plain.to(type, device);
        Native.Check(Native.ts_set_data(tensor.Handle, moved.Handle));
    }
}
