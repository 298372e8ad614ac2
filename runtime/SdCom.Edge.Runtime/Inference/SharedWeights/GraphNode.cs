namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>A node of a graph, taken apart as far as rewriting it needs.</summary>
internal sealed class GraphNode
{
    private readonly List<(string Name, long Number, byte[] Record)> attributes = [];

    /// <summary>Reads a NodeProto.</summary>
    public GraphNode(ReadOnlySpan<byte> message)
    {
        Message = message.ToArray();
        List<string> inputs = [], outputs = [];
        WireReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case OnnxFields.NodeInput:
                    inputs.Add(reader.Text);
                    break;
                case OnnxFields.NodeOutput:
                    outputs.Add(reader.Text);
                    break;
                case OnnxFields.NodeName:
                    Name = reader.Text;
                    break;
                case OnnxFields.NodeOperation:
                    Operation = reader.Text;
                    break;
                case OnnxFields.NodeDomain:
                    Domain = reader.Text;
                    break;
                case OnnxFields.NodeAttribute:
                    (string name, long number) = ReadAttribute(reader.Bytes);
                    attributes.Add((name, number, reader.Record.ToArray()));
                    break;
                default:
                    break; // what describes the node for people
            }
        }

        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>The node as it was read.</summary>
    public byte[] Message { get; }

    public string Name { get; } = "";

    public string Operation { get; } = "";

    public string Domain { get; } = "";

    public IReadOnlyList<string> Inputs { get; }

    public IReadOnlyList<string> Outputs { get; }

    /// <summary>An input that may be left out; empty when it is.</summary>
    public string Input(int index) => index < Inputs.Count ? Inputs[index] : "";

    /// <summary>An attribute that is a whole number.</summary>
    public long Number(string name, long otherwise) => attributes.Find(attribute => attribute.Name == name) is { Name: not null } found ? found.Number : otherwise;

    /// <summary>The fields of the attributes that pass a test of their names, as they were read.</summary>
    public IEnumerable<byte[]> Attributes(Func<string, bool> test) => attributes.Where(attribute => test(attribute.Name)).Select(attribute => attribute.Record);

    private static (string Name, long Number) ReadAttribute(ReadOnlySpan<byte> message)
    {
        string name = "";
        long number = 0;
        WireReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == OnnxFields.AttributeName)
                name = reader.Text;
            else if (reader.Field == OnnxFields.AttributeInteger)
                number = reader.Number;
        }

        return (name, number);
    }
}
