using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Bindings;

// Autocast, which the official API lacks.
public static partial class TorchExtras
{
    /// <summary>
    /// Until disposed, convolutions and matrix products on this thread and this kind of device take and give <paramref name="type"/>; weights stay as they
    /// are and receive gradients of their own type. Scopes nest; each puts back what it found, and the outermost forgets the converted weights. Only forward
    /// passes belong inside: the backward pass follows the types that it finds.
    /// </summary>
    /// <param name="device">cpu or cuda; the index does not matter.</param>
    /// <param name="enabled">False computes in full inside another scope.</param>
    /// <param name="type">BFloat16, or Float16 on CUDA, whose small gradients then vanish unless the loss is scaled.</param>
    /// <exception cref="ExternalException">The device knows no autocast, or it is wanted of the official TorchSharp package.</exception>
    public static IDisposable Autocast(Device device, bool enabled = true, ScalarType type = ScalarType.BFloat16)
    {
        IDisposable? scope = null;
        Enter(device, type, enabled, ref scope);
        if (scope is null && enabled)
            throw new ExternalException("the official TorchSharp package has no autocast; build with -p:Bindings=native to train in bfloat16");
        return scope ?? set_grad_enabled(is_grad_enabled()); // changes nothing
    }

    /// <summary>Whether a step under <see cref="Autocast"/> works on a device: it tries one, with the layers of our networks, and compares it with float32.</summary>
    public static bool TrainsInBfloat16(Device device)
    {
        try
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable on = enable_grad();
            Tensor x = ToChannelsLast(linspace(-1, 1, 2 * 8 * 6 * 6, device: device).reshape(2, 8, 6, 6).sin());
            Tensor weight = ToChannelsLast(linspace(-2, 2, 8 * 8 * 3 * 3, device: device).cos().reshape(8, 8, 3, 3));
            (Tensor full, Tensor slope) = Try(x, weight, false);
            (Tensor half, Tensor halfSlope) = Try(x, weight, true);
            return Near(full, half) && Near(slope, halfSlope);
        }
        catch (ExternalException)
        {
            return false;
        }

        (Tensor Answer, Tensor Slope) Try(Tensor x, Tensor weight, bool shortened)
        {
            Tensor kernel = weight.detach().clone().requires_grad_();
            Tensor ones = torch.ones(8, device: device), zeros = torch.zeros(8, device: device);
            Tensor y;
            using (Autocast(device, shortened))
            {
                y = F.conv2d(x, kernel, padding: [1, 1]);
                y = F.batch_norm(y, zeros.clone(), ones.clone(), ones, zeros, training: true).relu_();
                y = y.mean([2, 3], type: ScalarType.Float32);
            }

            y.square().sum().backward();
            return (y.detach(), kernel.grad!);
        }

        static bool Near(Tensor expected, Tensor got) =>
            got.dtype == ScalarType.Float32 && (got - expected).norm().item<float>() <= 0.25 * expected.norm().item<float>();
    }

    static partial void Enter(Device device, ScalarType type, bool enabled, ref IDisposable? scope);
}
