using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>State tensors of one parameter group: some kinds (slots) of tensor and a step count for each parameter.</summary>
internal sealed class GroupState : IDisposable
{
    private readonly Tensor?[][] tensors;

    internal GroupState(Parameter[] parameters, int slots)
    {
        Parameters = parameters;
        Steps = new long[parameters.Length];
        tensors = new Tensor?[slots][];
        for (int i = 0; i < slots; i++)
            tensors[i] = new Tensor?[parameters.Length];
    }

    internal Parameter[] Parameters { get; }

    internal long[] Steps { get; }

    internal Tensor?[] Slot(int slot) => tensors[slot];

    /// <summary>Takes ownership of the state tensors that a native step made where there was none.</summary>
    internal void Adopt(int slot, ReadOnlySpan<nint> pointers)
    {
        for (int i = 0; i < pointers.Length; i++)
        {
            if (tensors[slot][i] is null && pointers[i] != 0)
                tensors[slot][i] = new Tensor(new TensorHandle(pointers[i])).DetachFromDisposeScope();
        }
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Parameters.Length);
        for (int i = 0; i < Parameters.Length; i++)
        {
            writer.Write(Steps[i]);
            foreach (Tensor?[] slot in tensors)
            {
                writer.Write(slot[i] is not null);
                if (slot[i] is { } tensor)
                    TensorRecord.Write(writer, tensor);
            }
        }
    }

    internal void Read(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count != Parameters.Length)
            throw new InvalidDataException($"the state has {count} parameters in a group, this optimiser has {Parameters.Length}");
        for (int i = 0; i < count; i++)
        {
            Steps[i] = reader.ReadInt64();
            foreach (Tensor?[] slot in tensors)
            {
                slot[i]?.Dispose();
                slot[i] = reader.ReadBoolean() ? ReadLike(reader, Parameters[i]) : null;
            }
        }
    }

    public void Dispose()
    {
        foreach (Tensor?[] slot in tensors)
        {
            foreach (Tensor? tensor in slot)
                tensor?.Dispose();
        }
    }

    /// <summary>A state tensor in the memory layout and on the device of its parameter, so that a step goes the same way as before.</summary>
    private static Tensor ReadLike(BinaryReader reader, Parameter parameter)
    {
        Tensor tensor = parameter.empty_like().DetachFromDisposeScope();
        TensorRecord.ReadInto(reader, tensor, skip: false);
        return tensor;
    }
}
