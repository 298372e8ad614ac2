using SdCom.Edge.Onnx.Format;
using static SdCom.Edge.Onnx.Format.TensorProto.Types;

namespace SdCom.Edge.Onnx.Quantising;

/// <summary>Makes inner values of a graph visible, so that their ranges can be watched while it runs.</summary>
public static class CalibrationGraph
{
    /// <summary>The model with more outputs, float32 of any shape; values that are outputs already stay.</summary>
    public static ModelProto WithOutputs(ModelProto model, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(values);
        ModelProto copy = model.Clone();
        HashSet<string> there = new(copy.Graph.Output.Select(output => output.Name), StringComparer.Ordinal);
        foreach (string value in values.Where(there.Add))
        {
            TypeProto.Types.Tensor tensor = new() { ElemType = (int)DataType.Float };
            copy.Graph.Output.Add(new ValueInfoProto { Name = value, Type = new TypeProto { TensorType = tensor } });
        }

        return copy;
    }
}
