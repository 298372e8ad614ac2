using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Owns one native tensor. The native side counts references to storage; this is one of them.</summary>
internal sealed class TensorHandle : SafeHandle
{
    /// <summary>Stands for an argument that is left out.</summary>
    internal static readonly TensorHandle None = new();

    private static long live;
    private static long peak;
    private bool counted;

    public TensorHandle() : base(0, ownsHandle: true)
    {
    }

    internal TensorHandle(nint pointer) : base(pointer, ownsHandle: true) => Count();

    internal static long Live => Interlocked.Read(ref live);

    internal static long Peak => Interlocked.Read(ref peak);

    public override bool IsInvalid => handle == 0;

    /// <summary>Enters the handle into the count of live tensors; done once, when a tensor object takes it.</summary>
    internal void Count()
    {
        if (counted || IsInvalid)
            return;
        counted = true;
        long now = Interlocked.Increment(ref live);
        long seen = Interlocked.Read(ref peak);
        while (now > seen && Interlocked.CompareExchange(ref peak, now, seen) is long other && other != seen)
            seen = other;
    }

    protected override bool ReleaseHandle()
    {
        if (counted)
            Interlocked.Decrement(ref live);
        Native.ts_free(handle);
        return true;
    }
}

/// <summary>Owns one native random generator.</summary>
internal sealed class GeneratorHandle : SafeHandle
{
    /// <summary>Stands for the default generator.</summary>
    internal static readonly GeneratorHandle None = new();

    public GeneratorHandle() : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Native.ts_generator_free(handle);
        return true;
    }
}
