using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Functions, factories and types of the tensor library: the C# face of libtorch.</summary>
public static partial class torch
{
    private static ScalarType defaultType = ScalarType.Float32;

    /// <summary>Stops recording for gradients on this thread until disposed.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    /// <summary>Records for gradients on this thread until disposed.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    /// <summary>Switches recording on this thread until disposed.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    /// <summary>True while this thread records for gradients.</summary>
    public static bool is_grad_enabled()
    {
        Native.Check(Native.ts_grad_mode(out int enabled));
        return enabled != 0;
    }

    /// <summary>Threads that one operation may use.</summary>
    public static void set_num_threads(int num) => Native.Check(Native.ts_set_num_threads(num));

    /// <summary>Threads that one operation may use.</summary>
    public static int get_num_threads()
    {
        Native.Check(Native.ts_get_num_threads(out int threads));
        return threads;
    }

    /// <summary>Type of new tensors of real numbers.</summary>
    public static ScalarType get_default_dtype() => defaultType;

    /// <summary>Sets the type of new tensors of real numbers.</summary>
    public static void set_default_dtype(ScalarType dtype)
    {
        Native.Check(Native.ts_set_default_dtype((int)dtype));
        defaultType = dtype;
    }

    public static bool cuda_is_available() => cuda.is_available();

    public static bool is_tensor(object obj) => obj is Tensor;

    public static long numel(Tensor input) => input.numel();

    /// <summary>CUDA devices as libtorch sees them.</summary>
    public static class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static int device_count()
        {
            Native.Check(Native.ts_cuda_device_count(out int count));
            return count;
        }
    }

    private sealed class GradMode : IDisposable
    {
        private readonly bool before = is_grad_enabled();

        internal GradMode(bool enabled) => Native.Check(Native.ts_set_grad_mode(enabled ? 1 : 0));

        public void Dispose() => Native.Check(Native.ts_set_grad_mode(before ? 1 : 0));
    }
}
