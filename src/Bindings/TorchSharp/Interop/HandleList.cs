using System.Buffers;

namespace TorchSharp.Interop;

/// <summary>Native pointers of a list of tensors, kept alive until disposed. A null tensor becomes a null pointer.</summary>
internal ref struct HandleList
{
    private readonly TensorHandle?[] held;
    private readonly nint[] pointers;
    private readonly int count;

    internal HandleList(IList<torch.Tensor>? tensors)
    {
        count = tensors?.Count ?? 0;
        held = ArrayPool<TensorHandle?>.Shared.Rent(count);
        pointers = ArrayPool<nint>.Shared.Rent(count);
        Array.Clear(held, 0, count);
        for (int i = 0; i < count; i++)
            Hold(i, tensors![i]);
    }

    internal HandleList(ReadOnlySpan<torch.Tensor> tensors)
    {
        count = tensors.Length;
        held = ArrayPool<TensorHandle?>.Shared.Rent(count);
        pointers = ArrayPool<nint>.Shared.Rent(count);
        Array.Clear(held, 0, count);
        for (int i = 0; i < count; i++)
            Hold(i, tensors[i]);
    }

    internal readonly int Count => count;

    internal readonly Span<nint> Pointers => pointers.AsSpan(0, count);

    public readonly void Dispose()
    {
        for (int i = 0; i < count; i++)
            held[i]?.DangerousRelease();
        ArrayPool<TensorHandle?>.Shared.Return(held, clearArray: true);
        ArrayPool<nint>.Shared.Return(pointers);
    }

    private readonly void Hold(int i, torch.Tensor? tensor)
    {
        pointers[i] = 0;
        if (tensor is null)
            return;
        bool added = false;
        tensor.Handle.DangerousAddRef(ref added);
        held[i] = tensor.Handle;
        pointers[i] = tensor.Handle.DangerousGetHandle();
    }
}
