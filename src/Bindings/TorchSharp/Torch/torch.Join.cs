using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Joins tensors along a dimension that they have.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0)
    {
        using var list = new HandleList(tensors);
        return Cat(list, dim);
    }

    public static Tensor cat(Tensor[] tensors, long dim = 0) => cat((ReadOnlySpan<Tensor>)tensors, dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0)
    {
        using var list = new HandleList(tensors);
        return Cat(list, dim);
    }

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    /// <summary>Joins tensors of one shape along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        using var list = new HandleList(tensors as IList<Tensor> ?? [.. tensors]);
        return Tensor.New(Native.ts_stack(list.Pointers, list.Count, dim, out TensorHandle r), r);
    }

    /// <summary>x where the condition holds, y elsewhere.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) =>
        Tensor.New(Native.ts_where(condition.Handle, x.Handle, y.Handle, out TensorHandle r), r);

    public static Tensor bincount(Tensor input, Tensor? weights = null, long minlength = 0) =>
        Tensor.New(Native.ts_bincount(input.Handle, weights?.Handle ?? TensorHandle.None, minlength, out TensorHandle r), r);

    private static Tensor Cat(HandleList list, long dim) => Tensor.New(Native.ts_cat(list.Pointers, list.Count, dim, out TensorHandle r), r);
}
