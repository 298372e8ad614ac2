using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>A float tensor of a stored graph.</summary>
/// <param name="Shape">Its axes.</param>
/// <param name="Offset">Where its numbers begin in the file.</param>
/// <param name="Bytes">Their length.</param>
internal sealed record StoredTensor(long[] Shape, int Offset, int Bytes);

/// <summary>A graph in a file, mapped, not read: its weights come into memory when they are looked at, and leave it with this object.</summary>
internal sealed unsafe class StoredGraph : IDisposable
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly int length;
    private byte* first;

    /// <exception cref="InvalidDataException">The file is not a whole graph.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public StoredGraph(string path)
    {
        length = checked((int)new FileInfo(path).Length);
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref first);
        try
        {
            Read();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public List<GraphNode> Nodes { get; } = [];

    /// <summary>The float tensors by their names.</summary>
    public Dictionary<string, StoredTensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>The whole message, a ModelProto.</summary>
    public ReadOnlySpan<byte> Message => new(first, length);

    /// <summary>The numbers of a tensor.</summary>
    public ReadOnlySpan<float> Numbers(StoredTensor tensor) => MemoryMarshal.Cast<byte, float>(Message.Slice(tensor.Offset, tensor.Bytes));

    /// <summary>The name of a TensorProto.</summary>
    public static string NameOf(ReadOnlySpan<byte> message)
    {
        WireReader tensor = new(message);
        while (tensor.Next())
        {
            if (tensor.Field == OnnxFields.TensorName)
                return tensor.Text;
        }

        return "";
    }

    public void Dispose()
    {
        if (first != null)
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        first = null;
        view.Dispose();
        file.Dispose();
    }

    private void Read()
    {
        WireReader model = new(Message);
        while (model.Next())
        {
            if (model.Field != OnnxFields.ModelGraph)
                continue;
            WireReader graph = new(model.Bytes);
            while (graph.Next())
            {
                if (graph.Field == OnnxFields.GraphNode)
                    Nodes.Add(new GraphNode(graph.Bytes));
                else if (graph.Field == OnnxFields.GraphInitializer)
                    ReadTensor(graph.Bytes);
            }
        }

        if (Nodes.Count == 0)
            throw new InvalidDataException("the graph has no nodes.");
    }

    private void ReadTensor(ReadOnlySpan<byte> message)
    {
        List<long> shape = [];
        long type = 0;
        string name = "";
        ReadOnlySpan<byte> raw = default;
        WireReader tensor = new(message);
        while (tensor.Next())
        {
            if (tensor.Field == OnnxFields.TensorShape)
                tensor.AddNumbersTo(shape);
            else if (tensor.Field == OnnxFields.TensorType)
                type = tensor.Number;
            else if (tensor.Field == OnnxFields.TensorName)
                name = tensor.Text;
            else if (tensor.Field == OnnxFields.TensorRaw)
                raw = tensor.Bytes;
        }

        if (type != OnnxFields.Float || raw.IsEmpty || raw.Length != sizeof(float) * shape.Aggregate(1L, (a, b) => a * b))
            return;
        fixed (byte* at = raw)
            Tensors[name] = new StoredTensor([.. shape], (int)(at - first), raw.Length);
    }
}
